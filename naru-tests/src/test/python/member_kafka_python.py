"""A member of a group, with the pure Python client. Prints what it does as lines: time, group, event, partition, offset."""
import signal
import sys
import time

from kafka import ConsumerRebalanceListener, KafkaConsumer
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata

bootstrap, topic, group = sys.argv[1:4]
leaving = []
signal.signal(signal.SIGTERM, lambda *_: leaving.append(True))


def line(event, partition, offset):
    print(int(time.time() * 1000), group, event, partition, offset, flush=True)


class Listener(ConsumerRebalanceListener):
    def on_partitions_revoked(self, revoked):
        for partition in revoked:
            line("GONE", partition.partition, -1)

    def on_partitions_assigned(self, assigned):
        for partition in assigned:
            line("ASSIGNED", partition.partition, -1)


consumer = KafkaConsumer(
    bootstrap_servers=bootstrap, group_id=group, enable_auto_commit=False, auto_offset_reset="earliest",
    session_timeout_ms=6000, heartbeat_interval_ms=500, max_poll_records=20, fetch_max_wait_ms=100)
consumer.subscribe([topic], listener=Listener())
while not leaving:
    positions = {}
    for partition, records in consumer.poll(timeout_ms=200).items():
        for record in records:
            line("READ", record.partition, record.offset)
        positions[partition] = OffsetAndMetadata(records[-1].offset + 1, "")
    if positions:
        for partition, position in positions.items():
            line("ATTEMPT", partition.partition, position.offset)
        try:
            consumer.commit(positions)
            outcome = "COMMITTED"
        except KafkaError:
            outcome = "REFUSED"
        for partition, position in positions.items():
            line(outcome, partition.partition, position.offset)
consumer.close(autocommit=False)
