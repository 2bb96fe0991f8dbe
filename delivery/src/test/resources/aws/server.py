"""AWS for tests: moto's server, which checks signatures and permissions, and what was sent there as boto3 reads it.

Prints one line of JSON about itself, then answers each line on its standard input with one; ends with that input.
Told "down", it cannot be connected to until it is told "up"; what it has stays.
"""

import json
import logging
import os
import sys
import uuid

os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "1000"

import boto3
import requests
from moto.backends import get_backend
from moto.server import ThreadedMotoServer

ACCOUNT = "123456789012"
REGION = "us-east-1"
EXTERNAL_ID = "org-7"

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
endpoint = f"http://127.0.0.1:{port}"


def client(service, key="setup", secret="setup"):
    return boto3.client(
        service, REGION, endpoint_url=endpoint, aws_access_key_id=key, aws_secret_access_key=secret
    )


def allowing(*actions):
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def user(name, *actions):
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=allowing(*actions))
    iam.create_access_key(UserName=name)
    # One that would be noticed wherever it does not belong.
    key = get_backend("iam")[ACCOUNT]["aws"].users[name].access_keys[0]
    key.secret_access_key = f"canary-credential/{uuid.uuid4()}"
    return {"id": key.access_key_id, "secret": key.secret_access_key}


iam = client("iam")
admin = user("admin", "*")
sender = user("sender", "sqs:SendMessage", "s3:PutObject", "events:PutEvents")
nobody = user("nobody", "sts:AssumeRole")
principal = iam.get_user(UserName="nobody")["User"]["Arn"]
trust = {
    "Effect": "Allow",
    "Principal": {"AWS": principal},
    "Action": "sts:AssumeRole",
    "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}},
}
role = iam.create_role(
    RoleName="sender", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]})
)["Role"]["Arn"]
iam.put_role_policy(RoleName="sender", PolicyName="p", PolicyDocument=allowing("sqs:SendMessage"))

sqs = client("sqs")
queues = {
    "plain": sqs.create_queue(QueueName="plain")["QueueUrl"],
    "fifo": sqs.create_queue(QueueName="orders.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"],
    "events": sqs.create_queue(QueueName="events")["QueueUrl"],
}
events = client("events")
bus = events.create_event_bus(Name="my-bus")["EventBusArn"]
for name in ("default", "my-bus"):
    events.put_rule(Name="all", EventBusName=name, EventPattern=json.dumps({"source": ["hookstream"]}))
    target = sqs.get_queue_attributes(QueueUrl=queues["events"], AttributeNames=["QueueArn"])
    events.put_targets(
        Rule="all", EventBusName=name, Targets=[{"Id": name, "Arn": target["Attributes"]["QueueArn"]}]
    )
client("s3").create_bucket(Bucket="archive")

sqs = client("sqs", admin["id"], admin["secret"])
s3 = client("s3", admin["id"], admin["secret"])
requests.post(f"{endpoint}/moto-api/reset-auth", data="0", timeout=10)

taken = {name: [] for name in queues}


def messages(name):
    while True:
        found = sqs.receive_message(
            QueueUrl=queues[name],
            MaxNumberOfMessages=10,
            MessageAttributeNames=["All"],
            AttributeNames=["All"],
        ).get("Messages", [])
        if not found:
            return taken[name]
        for message in found:
            attributes = message.get("MessageAttributes", {})
            taken[name].append(
                {
                    "body": message["Body"],
                    "attributes": {name: value["StringValue"] for name, value in attributes.items()},
                    "system": message["Attributes"],
                }
            )
            sqs.delete_message(QueueUrl=queues[name], ReceiptHandle=message["ReceiptHandle"])


def objects():
    found = s3.list_objects_v2(Bucket="archive").get("Contents", [])
    return [stored(one["Key"]) for one in sorted(found, key=lambda one: one["LastModified"])]


def stored(key):
    found = s3.get_object(Bucket="archive", Key=key)
    return {"key": key, "type": found["ContentType"], "body": found["Body"].read().hex()}


def up():
    global server
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()


def answer(line):
    asked = line.strip()
    if asked == "down":
        return server.stop()
    if asked == "up":
        return up()
    return objects() if asked == "objects" else messages(asked)


about = {
    "endpoint": endpoint,
    "queues": queues,
    "bus": bus,
    "role": role,
    "external_id": EXTERNAL_ID,
    "sender": sender,
    "nobody": nobody,
}
print(json.dumps(about), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(line)), flush=True)
server.stop()
