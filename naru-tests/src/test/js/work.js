// The whole of what a standalone broker is asked to do, with kafkajs. Ends with status 0 if all of it worked.
const assert = require('assert')
const { Kafka, CompressionTypes, CompressionCodecs, ConfigResourceTypes, logLevel } = require('kafkajs')
const SnappyCodec = require('kafkajs-snappy')
const { createCluster, read } = require('./direct')

// lz4 and zstd are native add-ons in this world; the Python and C clients cover them.
CompressionCodecs[CompressionTypes.Snappy] = SnappyCodec
process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1'
const [bootstrap, topic] = process.argv.slice(2)
const COUNT = 50
const START_MS = Date.now() - 60000

const eventually = async (question, what) => {
  for (let i = 0; i < 100; i++) {
    if (await question()) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  assert.fail(what)
}

const main = async () => {
  const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING })
  const admin = kafka.admin()
  await admin.connect()
  const first = [{ name: 'retention.ms', value: '3600000' }]
  assert.strictEqual(await admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries: first }] }), true)
  assert.strictEqual(await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] }), false, 'the name is taken')

  const resource = { type: ConfigResourceTypes.TOPIC, name: topic }
  const config = async name => {
    const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: true })
    return resources[0].configEntries.find(entry => entry.configName === name).configValue
  }
  await eventually(async () => (await config('retention.ms')) === '3600000', "the topic's own retention is described")
  const changed = [{ name: 'retention.ms', value: '7200000' }]
  await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries: changed }] })
  await eventually(async () => (await config('retention.ms')) === '7200000', 'a changed config is described')

  const cluster = createCluster(kafka)
  await cluster.connect()
  let written = 0
  for (const compression of [CompressionTypes.None, CompressionTypes.GZIP, CompressionTypes.Snappy]) {
    for (const [acks, idempotent] of [[0, false], [1, false], [-1, false], [-1, true]]) {
      const producer = kafka.producer({ idempotent, maxInFlightRequests: 1 })
      await producer.connect()
      const messages = []
      for (let i = 0; i < COUNT; i++) {
        const value = `${compression} ${acks} ${idempotent} ${i} `.repeat(3)
        const headers = { codec: String(compression) }
        messages.push({ partition: 0, key: `k${i}`, value, headers, timestamp: String(START_MS + written + i) })
      }
      const answer = await producer.send({ topic, acks, compression, messages })
      if (acks !== 0) assert.strictEqual(Number(answer[0].baseOffset), written)
      await producer.disconnect()
      const found = await read(cluster, topic, 0, written, written + COUNT)
      assert.deepStrictEqual(
        found.map(m => [m.key.toString(), m.value.toString(), m.timestamp, m.headers.codec.toString()]),
        messages.map(m => [m.key, m.value, m.timestamp, m.headers.codec])
      )
      written += COUNT
    }
  }

  const [offsets] = await admin.fetchTopicOffsets(topic)
  assert.deepStrictEqual([Number(offsets.low), Number(offsets.high)], [0, written])
  const [byTime] = await admin.fetchTopicOffsetsByTimestamp(topic, START_MS + 60)
  assert.strictEqual(Number(byTime.offset), 60)
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '10' }] })
  const [trimmed] = await admin.fetchTopicOffsets(topic)
  assert.strictEqual(Number(trimmed.low), 10)
  await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] })
  const partitions = async () => (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0].partitions.length
  await eventually(async () => (await partitions()) === 3, 'three partitions')
  await admin.deleteTopics({ topics: [topic] })
  await eventually(async () => !(await admin.listTopics()).includes(topic), 'a deleted topic is gone')
  await cluster.disconnect()
  await admin.disconnect()
  console.log('done')
}

main().catch(error => {
  console.error(error)
  process.exit(1)
})
