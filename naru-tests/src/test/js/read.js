// Prints every record of a topic with kafkajs: partition, offset, key and value in base64.
const { Kafka, CompressionTypes, CompressionCodecs, logLevel } = require('kafkajs')
const SnappyCodec = require('kafkajs-snappy')
const { createCluster, read } = require('./direct')

CompressionCodecs[CompressionTypes.Snappy] = SnappyCodec
const [bootstrap, topic] = process.argv.slice(2)
const text = data => (data === null ? '-' : data.toString('base64'))

const main = async () => {
  const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.ERROR })
  const admin = kafka.admin()
  await admin.connect()
  const cluster = createCluster(kafka)
  await cluster.connect()
  const offsets = await admin.fetchTopicOffsets(topic)
  for (const { partition, low, high } of offsets.sort((a, b) => a.partition - b.partition)) {
    for (const message of await read(cluster, topic, partition, Number(low), Number(high))) {
      console.log(partition, message.offset, text(message.key), text(message.value))
    }
  }
  await cluster.disconnect()
  await admin.disconnect()
}

main().catch(error => {
  console.error(error)
  process.exit(1)
})
