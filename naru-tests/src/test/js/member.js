// A member of a group, with kafkajs. Prints what it does as lines: time, group, event, partition, offset.
const { Kafka, logLevel } = require('kafkajs')

const [bootstrap, topic, group] = process.argv.slice(2)
const line = (event, partition, offset) => console.log(Date.now(), group, event, partition, offset)

const main = async () => {
  const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING, retry: { initialRetryTime: 100, retries: 8 } })
  const consumer = kafka.consumer({
    groupId: group, sessionTimeout: 6000, heartbeatInterval: 500, maxWaitTimeInMs: 100, metadataMaxAge: 2000,
  })
  let mine = []
  consumer.on(consumer.events.REBALANCING, () => {
    mine.forEach(partition => line('GONE', partition, -1))
    mine = []
  })
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    mine = payload.memberAssignment[topic] || []
    mine.forEach(partition => line('ASSIGNED', partition, -1))
  })
  // It does begin anew by itself, but not from every failure; whoever runs it starts it again.
  consumer.on(consumer.events.CRASH, () => process.exit(1))
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: async ({ batch, resolveOffset, heartbeat, isRunning, isStale }) => {
      let next = -1
      for (const message of batch.messages) {
        if (!isRunning() || isStale()) break
        line('READ', batch.partition, message.offset)
        resolveOffset(message.offset)
        next = Number(message.offset) + 1
      }
      if (next < 0) return
      line('ATTEMPT', batch.partition, next)
      try {
        await consumer.commitOffsets([{ topic, partition: batch.partition, offset: String(next) }])
        line('COMMITTED', batch.partition, next)
      } catch (refused) {
        line('REFUSED', batch.partition, next)
      }
      await heartbeat()
    },
  })
  process.once('SIGTERM', async () => {
    await consumer.disconnect()
    process.exit(0)
  })
}

main().catch(error => {
  console.error(error)
  process.exit(1)
})
