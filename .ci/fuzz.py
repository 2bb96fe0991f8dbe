"""Calls the packaged program as its API description allows, and as it does not: no 5xx, no status, content type or
answer that is not described. Nothing leaves the machine: what is delivered anywhere goes to the loopback address, no
call can connect anything else, and ids in answers are not used again.

Usage: python fuzz.py JAVA JAR, with Schemathesis installed beside this Python."""

import http.server
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

GROUPS = "auth|sources|destinations|connections|events|delivery-attempts|metrics|issues|replay|ingest|health|audit|ws"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
EXAMPLES = 15
START_WITHIN = 90
RUN_WITHIN = 240

SETTINGS = """
[cache]
enabled = false

[phases.fuzzing.extra-data-sources]
responses = false

[generation]
deterministic = true
max-examples = {examples}
"""

PARAMETERS = """
[[operations]]
include-path-regex = "{path}"
include-method = "{method}"
parameters = {{ "path.{name}" = "{value}" }}
"""


class Broken(http.server.BaseHTTPRequestHandler):
    """A destination that fails, so that there are issues and attempts to look at."""

    def do_POST(self):
        self.send_response(500)
        self.end_headers()

    def log_message(self, *_):
        pass


def call(program, method, path, body=None):
    request = urllib.request.Request(
        program["url"] + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"X-API-Key": program["api_key"], "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def awaited(look, problem, within=START_WITHIN):
    end = time.monotonic() + within
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    sys.exit(problem)


def started(process, folder, log):
    def look():
        if process.poll() is not None:
            sys.exit("The program ended:\n" + log.read_text())
        if "hookstream is ready" in log.read_text():
            return json.loads((folder / "bootstrap.json").read_text())
        return None

    return awaited(look, "The program did not start")


def inhabit(program, port):
    """One of each thing, by what addresses call it; what is changed is connected with nothing."""
    broken = {"url": f"http://127.0.0.1:{port}/", "retry_max_attempts": 0}
    source = call(program, "POST", "/v1/sources", {"name": "Fuzzed"})["id"]
    destination = call(program, "POST", "/v1/destinations", {"name": "Broken", **broken})["id"]
    idle = call(program, "POST", "/v1/destinations", {"name": "Idle", **broken})["id"]
    connection = call(
        program, "POST", "/v1/connections", {"source_id": source, "destination_id": destination}
    )["id"]
    event = call(program, "POST", f"/v1/ingest/{source}", {"type": "order.created"})["event_id"]

    def first(path, name):
        found = call(program, "GET", path)[name]
        return found[0]["id"] if found else None

    attempt = awaited(lambda: first("/v1/delivery-attempts", "delivery_attempts"), "Nothing was delivered")
    issue = awaited(lambda: first("/v1/issues?status=all", "issues"), "There is no issue")
    replay = call(
        program,
        "POST",
        "/v1/replay",
        {"destination_id": destination, "from": "2020-01-01T00:00:00Z", "to": "2020-01-02T00:00:00Z"},
    )["job"]["id"]
    return {
        "sources": source,
        "destinations": destination,
        "connections": connection,
        "events": event,
        "delivery-attempts": attempt,
        "issues": issue,
        "replay": replay,
        "ingest": source,
    }, idle


def settings(description, ids, idle):
    text = SETTINGS.format(examples=EXAMPLES)
    for path, operations in description["paths"].items():
        steps = path.split("/")
        for method in operations:
            if len(steps) > 3 and steps[3].startswith("{") and steps[2] in ids and method != "delete":
                changed = steps[2] == "destinations" and method == "patch"
                text += PARAMETERS.format(
                    path="^" + path.replace("{", "[{]").replace("}", "[}]") + "$",
                    method=method.upper(),
                    name=steps[3].strip("{}"),
                    value=idle if changed else ids[steps[2]],
                )
    return text


def fuzzed(program, folder, ids, idle):
    config = folder / "schemathesis.toml"
    config.write_text(settings(call(program, "GET", "/v3/api-docs"), ids, idle))
    return subprocess.run(
        [
            str(pathlib.Path(sys.executable).parent / "schemathesis"),
            "--config-file",
            str(config),
            "run",
            program["url"] + "/v3/api-docs",
            "--header",
            "X-API-Key: " + program["api_key"],
            "--include-path-regex",
            f"^/v1/({GROUPS})(/|$)",
            "--phases",
            "examples,coverage,fuzzing",
            "--checks",
            CHECKS,
            "--continue-on-failure",
            "--request-timeout",
            "20",
            "--warnings",
            "off",
            "--suppress-health-check",
            "all",
        ],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        timeout=RUN_WITHIN,
        check=False,
    ).returncode


def main(java, jar):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped"))
    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Broken)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        log = folder / "log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [java, "-Xmx512m", "-jar", jar, "--server.port=0", f"--hookstream.data={folder / 'data'}"],
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            program = started(process, folder / "data", log)
            ids, idle = inhabit(program, receiver.server_address[1])
            code = fuzzed(program, folder, ids, idle)
            if code != 0:
                print(log.read_text()[-5000:])
            return code
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
