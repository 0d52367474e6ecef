#!/usr/bin/env python3
"""Real TCP for the tests: a server that echoes, and clients that say what became of them.

serve PORT                          accepts IPv4 and IPv6 and echoes until killed; prints "ready"
relay PORT HOST PORT [OTHER]        hands on what comes, as a balancer does, until killed; at the other port it only echoes
agent PORT HOST PORT                listens and says nothing; keeps two connections of its own to the server
connect HOST PORT [SOURCE]          one attempt: "open", "refused" or "timeout", and the milliseconds it took
hold HOST PORT SECONDS [SILENT]     keeps a connection busy (or silent): "alive" or "dead" and the milliseconds it lived
crowd HOST PORT PREFIX FIRST LAST   one attempt from each PREFIX.N; prints those N that got in
rush HOST PORT SECONDS              connects as fast as it can; prints how many got in

What follows a word -- is for whoever reads the command line of the program that it stands for.
"""
import socket
import sys
import threading
import time


def listener(port):
    server = socket.socket(socket.AF_INET6)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    server.bind(("::", int(port)))
    server.listen(512)
    return server


def serve(port):
    server = listener(port)
    print("ready", flush=True)
    while True:
        connection, _ = server.accept()
        threading.Thread(target=echo, args=(connection,), daemon=True).start()


def echo(connection):
    try:
        while data := connection.recv(4096):
            connection.sendall(data)
    except OSError:
        pass
    finally:
        connection.close()


def pipe(source, target):
    try:
        while data := source.recv(4096):
            target.sendall(data)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def hand_on(client, host, port):
    try:
        server = socket.create_connection((host, int(port)), 3)
    except OSError:
        client.close()
        return
    server.settimeout(None)
    threading.Thread(target=pipe, args=(client, server), daemon=True).start()
    pipe(server, client)
    client.close()
    server.close()


def relay(port, host, server_port, other=None):
    if other:
        threading.Thread(target=serve, args=(other,), daemon=True).start()
    balancer = listener(port)
    while True:
        client, _ = balancer.accept()
        threading.Thread(target=hand_on, args=(client, host, server_port), daemon=True).start()


def agent(port, host, server_port):
    own = [socket.create_connection((host, int(server_port)), 3) for _ in range(2)]
    metrics = listener(port)
    while own:
        threading.Thread(target=echo, args=(metrics.accept()[0],), daemon=True).start()


def attempt(host, port, source=None, timeout=0.8):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    client = socket.socket(family)
    client.settimeout(timeout)
    began = time.monotonic()
    try:
        if source:
            client.bind((source, 0))
        client.connect((host, int(port)))
        client.sendall(b"x")
        answer = "open" if client.recv(1) == b"x" else "refused"
    except (ConnectionRefusedError, ConnectionResetError):
        answer = "refused"
    except TimeoutError:
        answer = "timeout"
    finally:
        client.close()
    return answer, int((time.monotonic() - began) * 1000)


def hold(host, port, seconds, silent=""):
    client = socket.create_connection((host, int(port)), 2)
    client.settimeout(2)
    client.sendall(b"x")
    client.recv(1)
    print("open", flush=True)
    began = time.monotonic()
    state = "alive"
    try:
        while (left := began + float(seconds) - time.monotonic()) > 0:
            if silent:
                client.settimeout(left)
            else:
                client.sendall(b"x")
            if not client.recv(1):
                state = "dead"
                break
            time.sleep(0.05)
    except TimeoutError:
        state = "alive" if silent else "dead"
    except OSError:
        state = "dead"
    print(state, int((time.monotonic() - began) * 1000), flush=True)


def crowd(host, port, prefix, first, last):
    admitted = []

    def one(number):
        if attempt(host, port, f"{prefix}.{number}")[0] == "open":
            admitted.append(number)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(int(first), int(last) + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(*sorted(admitted))


def rush(host, port, seconds):
    end = time.monotonic() + float(seconds)
    opened = []

    def loop():
        while time.monotonic() < end:
            if attempt(host, port, timeout=0.3)[0] == "open":
                opened.append(1)

    threads = [threading.Thread(target=loop) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(len(opened))


if __name__ == "__main__":
    what, *rest = sys.argv[1 : sys.argv.index("--") if "--" in sys.argv else None]
    if what == "connect":
        print(*attempt(*rest))
    else:
        {"serve": serve, "relay": relay, "agent": agent, "hold": hold, "crowd": crowd, "rush": rush}[what](*rest)
