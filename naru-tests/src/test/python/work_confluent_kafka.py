"""The whole of what a standalone broker is asked to do, with librdkafka's Python client. Ends with status 0 if it worked."""
import sys
import time

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, NewPartitions, NewTopic

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


def done(futures):
    for future in futures.values():
        future.result(20)


admin = AdminClient({"bootstrap.servers": bootstrap})
done(admin.create_topics([NewTopic(topic, 1, 1, config={"retention.ms": "3600000"})]))
try:
    done(admin.create_topics([NewTopic(topic, 1, 1)]))
    check(False, "a second topic of the same name is refused")
except KafkaException as refused:
    check(refused.args[0].name() == "TOPIC_ALREADY_EXISTS", "the right refusal: %s" % refused)


def config(name):
    resource = ConfigResource(ConfigResource.Type.TOPIC, topic)
    for future in admin.describe_configs([resource]).values():
        return future.result(20)[name].value


eventually(lambda: config("retention.ms") == "3600000", "the topic's own retention is described")
done(admin.alter_configs([ConfigResource(ConfigResource.Type.TOPIC, topic, set_config={"retention.ms": "7200000"})]))
eventually(lambda: config("retention.ms") == "7200000", "a changed config is described")

partition = TopicPartition(topic, 0)
# The library wants a group's name; assign() without commits never speaks to one.
consumer = Consumer({
    "bootstrap.servers": bootstrap, "group.id": "unused", "enable.auto.commit": False, "fetch.wait.max.ms": 100})
written = []
for codec in ("none", "gzip", "snappy", "lz4", "zstd"):
    for acks in ("0", "1", "all", "idempotent"):
        idempotent = acks == "idempotent"
        offsets = []
        producer = Producer({
            "bootstrap.servers": bootstrap, "compression.type": codec, "acks": "all" if idempotent else acks,
            "enable.idempotence": idempotent, "linger.ms": 5})

        def delivered(error, message):
            check(error is None, "delivery with %s, acks %s: %s" % (codec, acks, error))
            offsets.append(message.offset())

        for i in range(COUNT):
            value = ("%s %s %d " % (codec, acks, i)).encode() * 3
            written.append((value, START_MS + len(written)))
            producer.produce(
                topic, value, key=b"k%d" % i, partition=0, timestamp=written[-1][1],
                headers=[("codec", codec.encode())], on_delivery=delivered)
        check(producer.flush(20) == 0, "everything delivered with %s, acks %s" % (codec, acks))
        first = len(written) - COUNT
        if acks != "0":
            check(offsets == list(range(first, len(written))), "offsets with %s, acks %s: %s" % (codec, acks, offsets))
        consumer.assign([TopicPartition(topic, 0, first)])
        read = []
        deadline = time.time() + 20
        while len(read) < COUNT and time.time() < deadline:
            message = consumer.poll(1)
            if message is not None:
                check(message.error() is None, "fetch with %s, acks %s: %s" % (codec, acks, message.error()))
                read.append(message)
        check([(m.value(), m.timestamp()[1]) for m in read] == written[first:], "records with %s, acks %s" % (codec, acks))
        check(all(m.headers() == [("codec", codec.encode())] for m in read), "headers with %s" % codec)

check(consumer.get_watermark_offsets(partition, timeout=20) == (0, len(written)), "first and end offset")
check(consumer.offsets_for_times([TopicPartition(topic, 0, START_MS + 60)], timeout=20)[0].offset == 60, "offset by time")
done(admin.create_partitions([NewPartitions(topic, 3)]))
eventually(lambda: len(admin.list_topics(topic, 20).topics[topic].partitions) == 3, "three partitions")
done(admin.delete_topics([topic]))
eventually(lambda: topic not in admin.list_topics(timeout=20).topics, "a deleted topic is gone")
consumer.close()
print("done")
