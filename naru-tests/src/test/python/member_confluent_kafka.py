"""A member of a group, with librdkafka's Python client. Prints what it does as lines: time, group, event, partition, offset."""
import signal
import sys
import time

from confluent_kafka import Consumer, KafkaException, TopicPartition

bootstrap, topic, group, assignor = sys.argv[1:5]
leaving = []
positions = {}
signal.signal(signal.SIGTERM, lambda *_: leaving.append(True))


def line(event, partition, offset):
    print(int(time.time() * 1000), group, event, partition, offset, flush=True)


def on_assign(_, partitions):
    for partition in partitions:
        line("ASSIGNED", partition.partition, -1)


def on_revoke(_, partitions):
    for partition in partitions:
        positions.pop(partition.partition, None)
        line("GONE", partition.partition, -1)


consumer = Consumer({
    "bootstrap.servers": bootstrap, "group.id": group, "enable.auto.commit": False, "auto.offset.reset": "earliest",
    "session.timeout.ms": 6000, "heartbeat.interval.ms": 500, "fetch.wait.max.ms": 100,
    "partition.assignment.strategy": assignor})
consumer.subscribe([topic], on_assign=on_assign, on_revoke=on_revoke)
while not leaving:
    positions.clear()
    # One by one: a batch of this version may hold messages from before a rebalance.
    for _ in range(20):
        message = consumer.poll(0.01 if positions else 0.2)
        if message is None:
            break
        if message.error() is None:
            line("READ", message.partition(), message.offset())
            positions[message.partition()] = message.offset() + 1
    if positions:
        for partition, position in positions.items():
            line("ATTEMPT", partition, position)
        try:
            results = consumer.commit(
                offsets=[TopicPartition(topic, p, o) for p, o in positions.items()], asynchronous=False)
            outcome = "REFUSED" if any(result.error for result in results) else "COMMITTED"
        except KafkaException:
            outcome = "REFUSED"
        for partition, position in positions.items():
            line(outcome, partition, position)
consumer.close()
