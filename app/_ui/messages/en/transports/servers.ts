/** Servers that telephone systems send their files to, as the form of a source draws them. */
export const servers = {
  "transport.sftp-server": "SFTP server",
  "transport.sftp-server.help":
    "The telephone system sends its files here over SSH. It is told that a file is stored only once all of it is on disk.",
  "transport.sftp-server.address": "Listen on",
  "transport.sftp-server.address.help": "An address of the collector's machine; 0.0.0.0 is every one.",
  "transport.sftp-server.port": "Port",
  "transport.sftp-server.port.help": "As the operator allowed it. Sources may share a port; each has its own user.",
  "transport.sftp-server.user": "User",
  "transport.sftp-server.user.help":
    "Made up here, and entered at the telephone system. It is the user of this source alone.",
  "transport.sftp-server.signIn": "Sign in by",
  "transport.sftp-server.signIn.help": "A key is better, where the telephone system has one.",
  "transport.sftp-server.signIn.password": "password",
  "transport.sftp-server.signIn.key": "public key",
  "transport.sftp-server.password": "Password",
  "transport.sftp-server.password.help": "At least ten characters, made up here. Sealed at once; nobody sees it again.",
  "transport.sftp-server.publicKey": "Public key",
  "transport.sftp-server.publicKey.help":
    "One line, as the telephone system shows it: ssh-ed25519 AAAA... or ssh-rsa AAAA...",
  "transport.sftp-server.senders": "Allowed senders",
  "transport.sftp-server.senders.help":
    "Addresses or networks, with commas between them; empty for everybody who can sign in.",
  "transport.sftp-server.pattern": "Names of files",
  "transport.sftp-server.pattern.help":
    "With * and ?. A file with another name waits an hour to be renamed, and is then forgotten.",
  "transport.sftp-server.folder": "Folder",
  "transport.sftp-server.folder.help":
    "Only for a telephone system that looks whether its folder is there before it sends; otherwise empty.",
  "transport.sftp-server.maximumMegabytes": "Megabytes at most",
  "transport.sftp-server.maximumMegabytes.help": "Of one file. A larger one is refused.",
  "transport.sftp-server.oldAlgorithms": "Old encryption",
  "transport.sftp-server.oldAlgorithms.help":
    "Only for a telephone system that knows nothing newer: what it offers can be broken by somebody on the way who takes the trouble. Other users of the port stay safe.",
  "transport.ftp-server": "FTP server",
  "transport.ftp-server.help":
    "The telephone system sends its files here by FTP or FTPS. Choose SFTP where it can: without TLS everything travels in clear text.",
  "transport.ftp-server.security": "Encryption",
  "transport.ftp-server.security.help":
    "With the certificate of the installation. Without, anybody on the way reads password and calls.",
  "transport.ftp-server.security.explicit": "TLS, asked for on the ordinary port",
  "transport.ftp-server.security.implicit": "TLS from the start",
  "transport.ftp-server.security.none": "none",
  "transport.ftp-server.address": "Listen on",
  "transport.ftp-server.address.help": "An address of the collector's machine; 0.0.0.0 is every one.",
  "transport.ftp-server.port": "Port",
  "transport.ftp-server.port.help": "As the operator allowed it. Sources may share a port; each has its own user.",
  "transport.ftp-server.passiveFrom": "Ports for files, from",
  "transport.ftp-server.passiveFrom.help":
    "Each file comes to a port of its own. The operator allows these as well, and so does a firewall in between.",
  "transport.ftp-server.passiveTo": "Ports for files, to",
  "transport.ftp-server.passiveTo.help": "Ten are enough for one telephone system.",
  "transport.ftp-server.publicAddress": "Address seen from outside",
  "transport.ftp-server.publicAddress.help":
    "Only if the telephone system reaches this machine under another IPv4 address than it has.",
  "transport.ftp-server.user": "User",
  "transport.ftp-server.user.help":
    "Made up here, and entered at the telephone system. It is the user of this source alone.",
  "transport.ftp-server.password": "Password",
  "transport.ftp-server.password.help": "At least ten characters, made up here. Sealed at once; nobody sees it again.",
  "transport.ftp-server.senders": "Allowed senders",
  "transport.ftp-server.senders.help":
    "Addresses or networks, with commas between them; empty for everybody who can sign in.",
  "transport.ftp-server.pattern": "Names of files",
  "transport.ftp-server.pattern.help":
    "With * and ?. A file with another name waits an hour to be renamed, and is then forgotten.",
  "transport.ftp-server.folder": "Folder",
  "transport.ftp-server.folder.help":
    "Only for a telephone system that looks whether its folder is there before it sends; otherwise empty.",
  "transport.ftp-server.maximumMegabytes": "Megabytes at most",
  "transport.ftp-server.maximumMegabytes.help": "Of one file. A larger one is refused.",
} as const;
