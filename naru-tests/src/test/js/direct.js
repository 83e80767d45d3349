// Fetching without a group. kafkajs's consumer only works in one, and groups are not served yet, so these few lines drive the
// cluster and the brokers that stand behind it.
const createCluster = kafka =>
  kafka[Object.getOwnPropertySymbols(kafka).find(s => s.description === 'private:Kafka:createCluster')]({
    metadataMaxAge: 300000,
    isolationLevel: 0,
  })

// Reads a partition from an offset until `end`, and answers the messages with their keys, values, headers and timestamps.
const read = async (cluster, topic, partition, from, end) => {
  await cluster.addTargetTopic(topic)
  const leaders = cluster.findLeaderForPartitions(topic, [partition])
  const broker = await cluster.findBroker({ nodeId: Object.keys(leaders)[0] })
  const messages = []
  let next = from
  while (next < end) {
    const request = { topic, partitions: [{ partition, fetchOffset: String(next), maxBytes: 1 << 20 }] }
    const answer = await broker.fetch({ maxWaitTime: 500, minBytes: 1, maxBytes: 10 << 20, topics: [request], isolationLevel: 0 })
    for (const message of answer.responses[0].partitions[0].messages) {
      // A batch is answered whole, even if the asked offset is in its middle.
      if (Number(message.offset) >= next) {
        messages.push(message)
        next = Number(message.offset) + 1
      }
    }
  }
  return messages
}

module.exports = { createCluster, read }
