package dev.naru.broker.api;

import dev.naru.broker.config.BrokerConfig;
import dev.naru.broker.metadata.ProducerIds;
import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.coordinator.transaction.TransactionShard;
import dev.naru.protocol.ApiKey;
import dev.naru.protocol.message.AddOffsetsToTxnRequest;
import dev.naru.protocol.message.AddPartitionsToTxnRequest;
import dev.naru.protocol.message.AlterConfigsRequest;
import dev.naru.protocol.message.ApiVersionsRequest;
import dev.naru.protocol.message.ConsumerGroupDescribeRequest;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import dev.naru.protocol.message.CreatePartitionsRequest;
import dev.naru.protocol.message.CreateTopicsRequest;
import dev.naru.protocol.message.DeleteGroupsRequest;
import dev.naru.protocol.message.DeleteRecordsRequest;
import dev.naru.protocol.message.DeleteTopicsRequest;
import dev.naru.protocol.message.DescribeClusterRequest;
import dev.naru.protocol.message.DescribeConfigsRequest;
import dev.naru.protocol.message.DescribeGroupsRequest;
import dev.naru.protocol.message.DescribeLogDirsRequest;
import dev.naru.protocol.message.DescribeProducersRequest;
import dev.naru.protocol.message.DescribeTopicPartitionsRequest;
import dev.naru.protocol.message.DescribeTransactionsRequest;
import dev.naru.protocol.message.EndTxnRequest;
import dev.naru.protocol.message.FetchRequest;
import dev.naru.protocol.message.FindCoordinatorRequest;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.IncrementalAlterConfigsRequest;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.LeaveGroupRequest;
import dev.naru.protocol.message.ListConfigResourcesRequest;
import dev.naru.protocol.message.ListGroupsRequest;
import dev.naru.protocol.message.ListOffsetsRequest;
import dev.naru.protocol.message.ListTransactionsRequest;
import dev.naru.protocol.message.MetadataRequest;
import dev.naru.protocol.message.OffsetCommitRequest;
import dev.naru.protocol.message.OffsetDeleteRequest;
import dev.naru.protocol.message.OffsetFetchRequest;
import dev.naru.protocol.message.OffsetForLeaderEpochRequest;
import dev.naru.protocol.message.ProduceRequest;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.TxnOffsetCommitRequest;
import dev.naru.protocol.message.WriteTxnMarkersRequest;

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
        ControllerGateway controller = new ControllerGateway(services.controller(), services.image());
        addTopics(apis, services, controller);
        addConfigs(apis, services, controller);
        addCoordinators(apis, services);
        addTransactions(apis, services);
        addGroups(apis, services);
        return apis;
    }

    private static void addData(ApiTable apis, BrokerServices services) {
        PartitionFinder partitions = new PartitionFinder(services.partitions());
        BrokerServices.Ground ground = services.ground();
        TransactionGate gate = gate(services);
        // Clients on older librdkafka take a broker without Produce 0 for one that is too old (KAFKA-18659).
        apis.serveAdvertising(
                0, ApiKey.PRODUCE, 3, 13, ProduceRequest.class, new ProduceHandler(partitions, gate, ground.loops()));
        apis.serve(
                ApiKey.FETCH,
                4,
                18,
                FetchRequest.class,
                new FetchHandler(partitions, services.config().fetching(), ground));
        apis.serve(ApiKey.LIST_OFFSETS, 1, 11, ListOffsetsRequest.class, new ListOffsetsHandler(partitions));
        apis.serve(
                ApiKey.DELETE_RECORDS,
                0,
                2,
                DeleteRecordsRequest.class,
                new DeleteRecordsHandler(partitions, services.logs()));
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
        apis.serve(
                ApiKey.DESCRIBE_CLUSTER,
                0,
                2,
                DescribeClusterRequest.class,
                new DescribeClusterHandler(services.identity()));
    }

    private static void addTopics(ApiTable apis, BrokerServices services, ControllerGateway controller) {
        MetadataHandler.Cluster cluster = new MetadataHandler.Cluster(
                services.identity(), services.config().topics().autoCreate());
        apis.serve(
                ApiKey.METADATA,
                0,
                13,
                MetadataRequest.class,
                new MetadataHandler(controller, services.image(), cluster));
        apis.serve(
                ApiKey.DESCRIBE_TOPIC_PARTITIONS,
                0,
                0,
                DescribeTopicPartitionsRequest.class,
                new DescribeTopicPartitionsHandler());
        apis.serve(
                ApiKey.CREATE_TOPICS,
                2,
                7,
                CreateTopicsRequest.class,
                new CreateTopicsHandler(
                        controller,
                        services.config().view(),
                        services.identity().brokerId()));
        apis.serve(ApiKey.DELETE_TOPICS, 1, 6, DeleteTopicsRequest.class, new DeleteTopicsHandler(controller));
        apis.serve(
                ApiKey.CREATE_PARTITIONS, 0, 3, CreatePartitionsRequest.class, new CreatePartitionsHandler(controller));
    }

    private static void addConfigs(ApiTable apis, BrokerServices services, ControllerGateway controller) {
        int brokerId = services.identity().brokerId();
        BrokerLoggers loggers = new BrokerLoggers(brokerId);
        apis.serve(
                ApiKey.DESCRIBE_CONFIGS,
                1,
                4,
                DescribeConfigsRequest.class,
                new DescribeConfigsHandler(services.config().view(), brokerId, loggers));
        apis.serve(ApiKey.ALTER_CONFIGS, 0, 2, AlterConfigsRequest.class, new AlterConfigsHandler(controller, loggers));
        apis.serve(
                ApiKey.INCREMENTAL_ALTER_CONFIGS,
                0,
                1,
                IncrementalAlterConfigsRequest.class,
                new IncrementalAlterConfigsHandler(controller, loggers));
        apis.serve(
                ApiKey.LIST_CONFIG_RESOURCES, 0, 1, ListConfigResourcesRequest.class, new ListConfigResourcesHandler());
        apis.serve(
                ApiKey.DESCRIBE_LOG_DIRS,
                1,
                5,
                DescribeLogDirsRequest.class,
                new DescribeLogDirsHandler(services.logs(), services.ground().ioPool()));
    }

    private static void addCoordinators(ApiTable apis, BrokerServices services) {
        BrokerConfig.InternalTopics topics = services.config().internalTopics();
        apis.serve(
                ApiKey.FIND_COORDINATOR,
                0,
                6,
                FindCoordinatorRequest.class,
                new FindCoordinatorHandler(
                        services.coordinators().internalTopics(),
                        new FindCoordinatorHandler.Topics(topics.groups(), topics.transactions())));
    }

    private static CoordinatorGateway<TransactionShard> transactions(BrokerServices services) {
        return new CoordinatorGateway<>(services.coordinators().transactions());
    }

    private static void addTransactions(ApiTable apis, BrokerServices services) {
        CoordinatorGateway<TransactionShard> coordinator = transactions(services);
        ProducerIds ids = new ProducerIds(
                services.ground().loops().all().get(0),
                services.controller(),
                services.image(),
                services.identity().brokerId());
        apis.serve(
                ApiKey.INIT_PRODUCER_ID,
                0,
                5,
                InitProducerIdRequest.class,
                new InitProducerIdHandler(ids, coordinator));
        TransactionEntry entry =
                new TransactionEntry(coordinator, services.config().transactions());
        apis.serve(
                ApiKey.ADD_PARTITIONS_TO_TXN,
                0,
                5,
                AddPartitionsToTxnRequest.class,
                new AddPartitionsToTxnHandler(coordinator, entry));
        apis.serve(
                ApiKey.ADD_OFFSETS_TO_TXN,
                0,
                4,
                AddOffsetsToTxnRequest.class,
                new AddOffsetsToTxnHandler(
                        entry,
                        services.coordinators().internalTopics(),
                        services.config().internalTopics().groups()));
        apis.serve(ApiKey.END_TXN, 0, 5, EndTxnRequest.class, new EndTxnHandler(ids, coordinator));
        apis.serve(
                ApiKey.WRITE_TXN_MARKERS,
                1,
                2,
                WriteTxnMarkersRequest.class,
                new WriteTxnMarkersHandler(services.coordinators().markers()));
        apis.serve(
                ApiKey.DESCRIBE_TRANSACTIONS,
                0,
                0,
                DescribeTransactionsRequest.class,
                new DescribeTransactionsHandler(coordinator));
        apis.serve(
                ApiKey.LIST_TRANSACTIONS,
                0,
                2,
                ListTransactionsRequest.class,
                new ListTransactionsHandler(coordinator));
    }

    private static TransactionGate gate(BrokerServices services) {
        return new TransactionGate(transactions(services), services.config().transactions());
    }

    private static void addGroups(ApiTable apis, BrokerServices services) {
        CoordinatorGateway<GroupShard> groups =
                new CoordinatorGateway<>(services.coordinators().groups());
        apis.serve(ApiKey.JOIN_GROUP, 0, 9, JoinGroupRequest.class, new JoinGroupHandler(groups));
        apis.serve(ApiKey.SYNC_GROUP, 0, 5, SyncGroupRequest.class, new SyncGroupHandler(groups));
        apis.serve(ApiKey.HEARTBEAT, 0, 4, HeartbeatRequest.class, new HeartbeatHandler(groups));
        apis.serve(ApiKey.LEAVE_GROUP, 0, 5, LeaveGroupRequest.class, new LeaveGroupHandler(groups));
        apis.serve(ApiKey.OFFSET_COMMIT, 2, 10, OffsetCommitRequest.class, new OffsetCommitHandler(groups));
        apis.serve(ApiKey.OFFSET_FETCH, 1, 10, OffsetFetchRequest.class, new OffsetFetchHandler(groups));
        apis.serve(ApiKey.OFFSET_DELETE, 0, 0, OffsetDeleteRequest.class, new OffsetDeleteHandler(groups));
        apis.serve(
                ApiKey.TXN_OFFSET_COMMIT,
                0,
                6,
                TxnOffsetCommitRequest.class,
                new TxnOffsetCommitHandler(groups, new PartitionFinder(services.partitions()), gate(services)));
        apis.serve(ApiKey.DESCRIBE_GROUPS, 0, 6, DescribeGroupsRequest.class, new DescribeGroupsHandler(groups));
        apis.serve(ApiKey.LIST_GROUPS, 0, 5, ListGroupsRequest.class, new ListGroupsHandler(groups));
        apis.serve(ApiKey.DELETE_GROUPS, 0, 3, DeleteGroupsRequest.class, new DeleteGroupsHandler(groups));
        apis.serve(
                ApiKey.CONSUMER_GROUP_HEARTBEAT,
                0,
                1,
                ConsumerGroupHeartbeatRequest.class,
                new ConsumerGroupHeartbeatHandler(groups));
        apis.serve(
                ApiKey.CONSUMER_GROUP_DESCRIBE,
                0,
                1,
                ConsumerGroupDescribeRequest.class,
                new ConsumerGroupDescribeHandler(groups));
    }
}
