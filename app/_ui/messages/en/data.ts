export const data = {
  "data.title": "Data management",
  "data.lead": "Find everything stored about a phone number or a personal identity number. Export it, or erase it in every copy.",
  "data.type": "Type",
  "data.type.detect": "Detect",
  "data.type.phone": "Phone number",
  "data.type.ssn": "Personal identity number",
  "data.box": "Number, in any notation",
  "data.box.example": "070-174 06 05, 00467…, 19811228-…",
  "data.find": "Find",
  "data.start": "Type a number and press Enter",
  "data.start.help": "Any notation finds it: with +46, 0046 or 0, with blanks, as a SIP address; identity numbers with ten or twelve digits. Each search is logged.",
} as const;
