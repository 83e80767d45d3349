"""The whole of what a standalone broker is asked to do, with the pure Python client. Ends with status 0 if all of it worked."""
import sys
import time

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient, NewPartitions, NewTopic
from kafka.errors import TopicAlreadyExistsError

bootstrap, topic = sys.argv[1:3]
COUNT = 50
START_MS = int(time.time() * 1000) - 60_000


def check(condition, what):
    if not condition:
        raise SystemExit("failed: " + what)


def eventually(question, what):
    for _ in range(100):
        if question():
            return
        time.sleep(0.1)
    raise SystemExit("failed: " + what)


admin = KafkaAdminClient(bootstrap_servers=bootstrap)
admin.create_topics([NewTopic(topic, 1, 1, topic_configs={"retention.ms": "3600000"})])
try:
    admin.create_topics([NewTopic(topic, 1, 1)])
    check(False, "a second topic of the same name is refused")
except TopicAlreadyExistsError:
    pass

resource = ConfigResource(ConfigResourceType.TOPIC, topic)


def config(name):
    answers = admin.describe_configs([resource])
    return {entry[0]: entry[1] for answer in answers for entry in answer.resources[0][4]}[name]


eventually(lambda: config("retention.ms") == "3600000", "the topic's own retention is described")
check(config("cleanup.policy") == "delete", "a default is described")
admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, {"retention.ms": "7200000"})])
eventually(lambda: config("retention.ms") == "7200000", "a changed config is described")

partition = TopicPartition(topic, 0)
consumer = KafkaConsumer(
    bootstrap_servers=bootstrap, group_id=None, enable_auto_commit=False, fetch_max_wait_ms=100)
consumer.assign([partition])
written = []
for codec in (None, "gzip", "snappy", "lz4", "zstd"):
    for acks in (0, 1, "all"):
        producer = KafkaProducer(bootstrap_servers=bootstrap, compression_type=codec, acks=acks, linger_ms=5)
        futures = []
        for i in range(COUNT):
            value = ("%s %s %d " % (codec, acks, i)).encode() * 3
            written.append((value, START_MS + len(written)))
            futures.append(producer.send(
                topic, value, key=b"k%d" % i, partition=0, timestamp_ms=written[-1][1],
                headers=[("codec", str(codec).encode())]))
        producer.flush()
        offsets = [future.get(10).offset for future in futures]
        producer.close()
        first = len(written) - COUNT
        if acks != 0:
            check(offsets == list(range(first, len(written))), "offsets with %s, acks %s: %s" % (codec, acks, offsets))
        consumer.seek(partition, first)
        read = []
        deadline = time.time() + 20
        while len(read) < COUNT and time.time() < deadline:
            read += consumer.poll(timeout_ms=500).get(partition, [])
        check([(r.value, r.timestamp) for r in read] == written[first:], "records with %s, acks %s" % (codec, acks))
        check(all(r.headers == [("codec", str(codec).encode())] for r in read), "headers with %s" % codec)

check(consumer.beginning_offsets([partition])[partition] == 0, "first offset")
check(consumer.end_offsets([partition])[partition] == len(written), "end offset")
check(consumer.offsets_for_times({partition: START_MS + 60})[partition].offset == 60, "offset by time")
check(consumer.offsets_for_times({partition: START_MS + 10**9})[partition] is None, "offset by a time still to come")

admin.create_partitions({topic: NewPartitions(3)})
probe = KafkaProducer(bootstrap_servers=bootstrap)
eventually(lambda: probe.send(topic, b"grown", partition=2).get(10).offset >= 0, "a new partition takes records")
probe.close()
admin.delete_topics([topic])
eventually(lambda: topic not in consumer.topics(), "a deleted topic is gone")
consumer.close()
admin.close()
print("done")
