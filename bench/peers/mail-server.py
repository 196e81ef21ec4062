# A mail relay for a test: port, certificate, key and whether it offers STARTTLS as arguments; a line of JSON for each mail.
import asyncio, base64, json, ssl, sys
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

port, cert, key, tls = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4] == "tls"


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such user"
        if address.startswith("later@"):
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        told = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None}
        told["text"] = base64.b64encode(envelope.content).decode()
        print(json.dumps(told), flush=True)
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"gallra", b"right password")
    return AuthResult(success=right, handled=False)


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    options = {"tls_context": context, "require_starttls": True, "auth_required": True} if tls else {}
    make = lambda: SMTP(Handler(), authenticator=authenticate, hostname="relay.test", **options)
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", port)
    print(json.dumps({"ready": True}), flush=True)
    await server.serve_forever()


asyncio.run(main())
