#!/usr/bin/env python3
"""An API server to be asked whether it is live: answers any GET over TLS with the status that a file holds now.

api-server.py ADDRESS PORT FILE CERTIFICATE KEY
"""
import http.server
import ssl
import sys

address, port, answer, certificate, key = sys.argv[1:]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open(answer, encoding="ascii") as file:
            self.send_response(int(file.read()))
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer((address, int(port)), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
