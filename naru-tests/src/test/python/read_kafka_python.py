"""Prints every record of a topic with the pure Python client: partition, offset, key and value in base64."""
import base64
import sys

from kafka import KafkaConsumer, TopicPartition

bootstrap, topic = sys.argv[1:3]
consumer = KafkaConsumer(bootstrap_servers=bootstrap, group_id=None, enable_auto_commit=False)
partitions = [TopicPartition(topic, p) for p in sorted(consumer.partitions_for_topic(topic))]
ends = consumer.end_offsets(partitions)


def text(data):
    return base64.b64encode(data).decode() if data is not None else "-"


for partition in partitions:
    consumer.assign([partition])
    consumer.seek_to_beginning(partition)
    while consumer.position(partition) < ends[partition]:
        for record in consumer.poll(timeout_ms=1000).get(partition, []):
            print(record.partition, record.offset, text(record.key), text(record.value))
consumer.close()
