export const quality = {
  "quality.title": "Sound, as measured",
  "quality.mos": "Score (MOS)",
  "quality.mos.value": "{mos} of 5",
  "quality.loss": "Packets lost",
  "quality.percent": "{percent}%",
  "quality.jitter": "Jitter",
  "quality.latency": "Delay",
  "quality.ms": "{ms} ms",
  "quality.codec": "Codec",
} as const;
