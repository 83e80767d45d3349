package dev.naru.broker.api;

import dev.naru.broker.metadata.ProducerIds;
import dev.naru.protocol.ApiKey;
import dev.naru.protocol.message.ApiVersionsRequest;
import dev.naru.protocol.message.DeleteRecordsRequest;
import dev.naru.protocol.message.DescribeProducersRequest;
import dev.naru.protocol.message.FetchRequest;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.ListOffsetsRequest;
import dev.naru.protocol.message.OffsetForLeaderEpochRequest;
import dev.naru.protocol.message.ProduceRequest;

/**
 * The one table of what a broker serves: API, lowest and highest version, handler. The versions are those of Kafka 4.4; an
 * API that is not here is not advertised and closes the connection.
 *
 * <p>Threading: used once, by whoever starts the broker.
 */
public final class ServedApis {
    private ServedApis() {}

    /** The table, with handlers that use these services. */
    public static ApiTable table(BrokerServices services) {
        ApiTable apis = new ApiTable();
        addData(apis, services);
        addCluster(apis, services);
        return apis;
    }

    private static void addData(ApiTable apis, BrokerServices services) {
        PartitionFinder partitions = new PartitionFinder(services.partitions());
        BrokerServices.Ground ground = services.ground();
        // Clients on older librdkafka take a broker without Produce 0 for one that is too old (KAFKA-18659).
        apis.serveAdvertising(
                0, ApiKey.PRODUCE, 3, 13, ProduceRequest.class, new ProduceHandler(partitions, ground.loops()));
        apis.serve(
                ApiKey.FETCH,
                4,
                18,
                FetchRequest.class,
                new FetchHandler(partitions, services.config().fetching(), ground.loops(), ground.random()));
        apis.serve(ApiKey.LIST_OFFSETS, 1, 11, ListOffsetsRequest.class, new ListOffsetsHandler(partitions));
        apis.serve(
                ApiKey.DELETE_RECORDS,
                0,
                2,
                DeleteRecordsRequest.class,
                new DeleteRecordsHandler(partitions, services.logs()));
        apis.serve(
                ApiKey.INIT_PRODUCER_ID,
                0,
                5,
                InitProducerIdRequest.class,
                new InitProducerIdHandler(new ProducerIds(
                        ground.loops().all().get(0),
                        services.controller(),
                        services.image(),
                        services.identity().brokerId())));
        apis.serve(
                ApiKey.OFFSET_FOR_LEADER_EPOCH,
                2,
                4,
                OffsetForLeaderEpochRequest.class,
                new OffsetForLeaderEpochHandler(partitions));
        apis.serve(
                ApiKey.DESCRIBE_PRODUCERS,
                0,
                0,
                DescribeProducersRequest.class,
                new DescribeProducersHandler(partitions));
    }

    private static void addCluster(ApiTable apis, BrokerServices services) {
        apis.serve(
                ApiKey.API_VERSIONS, 0, 5, ApiVersionsRequest.class, new ApiVersionsHandler(apis, services.identity()));
    }
}
