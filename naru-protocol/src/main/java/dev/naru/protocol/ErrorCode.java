package dev.naru.protocol;

/**
 * What goes wrong, as the protocol numbers it. {@link #message} is Naru's own sentence for people; where a response has
 * room for one that knows more, the handler writes that instead.
 *
 * <p>Threading: immutable.
 */
public enum ErrorCode {
    UNKNOWN_SERVER_ERROR(-1, false, "An error the server did not expect; its log says more."),
    NONE(0, false, "No error."),
    OFFSET_OUT_OF_RANGE(1, false, "The offset is before the first or behind the last one of the log."),
    CORRUPT_MESSAGE(2, true, "A batch is damaged: its checksum, its size or its layout is wrong."),
    UNKNOWN_TOPIC_OR_PARTITION(3, true, "There is no such topic or partition here."),
    INVALID_FETCH_SIZE(4, false, "The fetch size is not valid."),
    LEADER_NOT_AVAILABLE(5, true, "The partition has no leader at the moment."),
    NOT_LEADER_OR_FOLLOWER(6, true, "This broker is not the leader, or not a replica, of the partition."),
    REQUEST_TIMED_OUT(7, true, "The request was not finished within its timeout."),
    BROKER_NOT_AVAILABLE(8, false, "The broker is not available."),
    REPLICA_NOT_AVAILABLE(9, true, "The replica is not available."),
    MESSAGE_TOO_LARGE(10, false, "A batch is larger than the topic's max.message.bytes."),
    STALE_CONTROLLER_EPOCH(11, false, "Another controller has taken over."),
    OFFSET_METADATA_TOO_LARGE(12, false, "The metadata beside a committed offset is too long."),
    NETWORK_EXCEPTION(13, true, "The connection was lost before the response came."),
    COORDINATOR_LOAD_IN_PROGRESS(14, true, "The coordinator is still reading its state."),
    COORDINATOR_NOT_AVAILABLE(15, true, "There is no coordinator at the moment."),
    NOT_COORDINATOR(16, true, "This broker is not the coordinator."),
    INVALID_TOPIC_EXCEPTION(17, false, "The topic's name is not allowed, or the operation is not allowed on it."),
    RECORD_LIST_TOO_LARGE(18, false, "The batch is larger than a segment may be."),
    NOT_ENOUGH_REPLICAS(19, true, "Fewer replicas are in sync than min.insync.replicas asks for; nothing was written."),
    NOT_ENOUGH_REPLICAS_AFTER_APPEND(
            20,
            true,
            "The records were written, but then fewer replicas were in sync than min.insync.replicas asks for."),
    INVALID_REQUIRED_ACKS(21, false, "acks must be 0, 1 or -1 (all)."),
    ILLEGAL_GENERATION(22, false, "The generation is not the group's present one."),
    INCONSISTENT_GROUP_PROTOCOL(
            23, false, "The member shares no protocol with the others of the group, or names none."),
    INVALID_GROUP_ID(24, false, "The group id is not valid."),
    UNKNOWN_MEMBER_ID(25, false, "The group has no such member."),
    INVALID_SESSION_TIMEOUT(26, false, "The session timeout is outside of what the broker allows."),
    REBALANCE_IN_PROGRESS(27, false, "The group is rebalancing; join it again."),
    INVALID_COMMIT_OFFSET_SIZE(28, false, "A committed offset is too large to be stored."),
    TOPIC_AUTHORIZATION_FAILED(29, false, "Not authorized for the topic."),
    GROUP_AUTHORIZATION_FAILED(30, false, "Not authorized for the group."),
    CLUSTER_AUTHORIZATION_FAILED(31, false, "Not authorized for the cluster."),
    INVALID_TIMESTAMP(32, false, "A record's timestamp is too far from the broker's time."),
    UNSUPPORTED_SASL_MECHANISM(33, false, "The broker does not offer this SASL mechanism."),
    ILLEGAL_SASL_STATE(34, false, "The request does not fit the state of the authentication."),
    UNSUPPORTED_VERSION(35, false, "This version of the request is not supported."),
    TOPIC_ALREADY_EXISTS(36, false, "There is a topic of this name already."),
    INVALID_PARTITIONS(37, false, "The number of partitions is not valid."),
    INVALID_REPLICATION_FACTOR(38, false, "The replication factor is below one or above the number of brokers."),
    INVALID_REPLICA_ASSIGNMENT(39, false, "The assignment of replicas to brokers is not valid."),
    INVALID_CONFIG(40, false, "The configuration is not valid."),
    NOT_CONTROLLER(41, true, "This broker is not the controller."),
    INVALID_REQUEST(42, false, "The request contradicts itself or lacks something."),
    UNSUPPORTED_FOR_MESSAGE_FORMAT(43, false, "The format of the stored records does not allow this."),
    POLICY_VIOLATION(44, false, "The request breaks a policy of this cluster."),
    OUT_OF_ORDER_SEQUENCE_NUMBER(45, false, "The batch does not follow the producer's last one."),
    DUPLICATE_SEQUENCE_NUMBER(46, false, "The batch has been written before."),
    INVALID_PRODUCER_EPOCH(47, false, "The producer's epoch is not its newest."),
    INVALID_TXN_STATE(48, false, "The transaction is not in a state that allows this."),
    INVALID_PRODUCER_ID_MAPPING(49, false, "The producer id does not belong to the transactional id."),
    INVALID_TRANSACTION_TIMEOUT(50, false, "The transaction timeout is above transaction.max.timeout.ms."),
    CONCURRENT_TRANSACTIONS(51, true, "Another operation on the same transaction is still going on."),
    TRANSACTION_COORDINATOR_FENCED(52, false, "A newer transaction coordinator has taken over."),
    TRANSACTIONAL_ID_AUTHORIZATION_FAILED(53, false, "Not authorized for the transactional id."),
    SECURITY_DISABLED(54, false, "Security is switched off."),
    OPERATION_NOT_ATTEMPTED(55, false, "Another part of the request failed, so this one was not tried."),
    KAFKA_STORAGE_ERROR(56, true, "The log directory has failed."),
    LOG_DIR_NOT_FOUND(57, false, "The broker has no such log directory."),
    SASL_AUTHENTICATION_FAILED(58, false, "The authentication failed."),
    UNKNOWN_PRODUCER_ID(59, false, "Nothing is known of this producer any more."),
    REASSIGNMENT_IN_PROGRESS(60, false, "The partition is being reassigned."),
    DELEGATION_TOKEN_AUTH_DISABLED(61, false, "Delegation tokens are switched off."),
    DELEGATION_TOKEN_NOT_FOUND(62, false, "There is no such delegation token."),
    DELEGATION_TOKEN_OWNER_MISMATCH(63, false, "The principal is neither owner nor renewer of the token."),
    DELEGATION_TOKEN_REQUEST_NOT_ALLOWED(64, false, "Delegation tokens cannot be asked for on such a connection."),
    DELEGATION_TOKEN_AUTHORIZATION_FAILED(65, false, "Not authorized for the delegation token."),
    DELEGATION_TOKEN_EXPIRED(66, false, "The delegation token has expired."),
    INVALID_PRINCIPAL_TYPE(67, false, "This type of principal is not supported."),
    NON_EMPTY_GROUP(68, false, "The group still has members."),
    GROUP_ID_NOT_FOUND(69, false, "There is no such group."),
    FETCH_SESSION_ID_NOT_FOUND(70, true, "There is no such fetch session."),
    INVALID_FETCH_SESSION_EPOCH(71, true, "The epoch is not the fetch session's next."),
    LISTENER_NOT_FOUND(72, true, "The leader has no listener of this name."),
    TOPIC_DELETION_DISABLED(73, false, "Topics cannot be deleted: delete.topic.enable is off."),
    FENCED_LEADER_EPOCH(74, true, "The leader epoch of the request is older than the partition's."),
    UNKNOWN_LEADER_EPOCH(75, true, "The leader epoch of the request is newer than this broker knows."),
    UNSUPPORTED_COMPRESSION_TYPE(76, false, "The client does not understand the compression of the records."),
    STALE_BROKER_EPOCH(77, false, "The broker has registered anew since."),
    OFFSET_NOT_AVAILABLE(78, true, "The leader is new and does not know its high watermark yet."),
    MEMBER_ID_REQUIRED(79, false, "Join again with the member id given in this response."),
    PREFERRED_LEADER_NOT_AVAILABLE(80, true, "The preferred leader is not available."),
    GROUP_MAX_SIZE_REACHED(81, false, "The group is full."),
    FENCED_INSTANCE_ID(82, false, "Another member has registered with the same group.instance.id."),
    ELIGIBLE_LEADERS_NOT_AVAILABLE(83, true, "No replica that could lead is available."),
    ELECTION_NOT_NEEDED(84, true, "The partition has the leader that was wanted."),
    NO_REASSIGNMENT_IN_PROGRESS(85, false, "The partition is not being reassigned."),
    GROUP_SUBSCRIBED_TO_TOPIC(86, false, "The group still subscribes to the topic."),
    INVALID_RECORD(87, false, "A record breaks a rule of the topic."),
    UNSTABLE_OFFSET_COMMIT(88, true, "An open transaction may still change the committed offsets."),
    THROTTLING_QUOTA_EXCEEDED(89, true, "A quota is used up for now."),
    PRODUCER_FENCED(90, false, "A newer producer uses the same transactional id."),
    RESOURCE_NOT_FOUND(91, false, "There is no such resource."),
    DUPLICATE_RESOURCE(92, false, "The request names the same resource twice."),
    UNACCEPTABLE_CREDENTIAL(93, false, "The credential does not meet the requirements."),
    INCONSISTENT_VOTER_SET(94, false, "Sender or receiver is not one of the voters."),
    INVALID_UPDATE_VERSION(95, false, "The version of the update is not valid."),
    FEATURE_UPDATE_FAILED(96, false, "The features could not be updated."),
    PRINCIPAL_DESERIALIZATION_FAILURE(97, false, "The principal of a forwarded request could not be read."),
    SNAPSHOT_NOT_FOUND(98, false, "There is no such snapshot."),
    POSITION_OUT_OF_RANGE(99, false, "The position is outside of the snapshot."),
    UNKNOWN_TOPIC_ID(100, true, "There is no topic with this id here."),
    DUPLICATE_BROKER_REGISTRATION(101, false, "Another broker with this id is alive."),
    BROKER_ID_NOT_REGISTERED(102, false, "No broker with this id is registered."),
    INCONSISTENT_TOPIC_ID(103, true, "The topic id is not the one of this log."),
    INCONSISTENT_CLUSTER_ID(104, false, "The request is meant for another cluster."),
    TRANSACTIONAL_ID_NOT_FOUND(105, false, "There is no such transactional id."),
    FETCH_SESSION_TOPIC_ID_ERROR(106, true, "The fetch session mixes topic names and topic ids."),
    INELIGIBLE_REPLICA(107, false, "A replica cannot be in sync as it is now."),
    NEW_LEADER_ELECTED(108, false, "The change was made, and the partition has a new leader."),
    OFFSET_MOVED_TO_TIERED_STORAGE(109, false, "The offset is found in tiered storage only."),
    FENCED_MEMBER_EPOCH(110, false, "The member's epoch is not its newest; give up all partitions and join again."),
    UNRELEASED_INSTANCE_ID(111, false, "The instance id is still used by another member."),
    UNSUPPORTED_ASSIGNOR(112, false, "The group does not support this assignor."),
    STALE_MEMBER_EPOCH(113, false, "The member's epoch is old; send a heartbeat to learn the new one."),
    MISMATCHED_ENDPOINT_TYPE(114, false, "The request was sent to the wrong type of endpoint."),
    UNSUPPORTED_ENDPOINT_TYPE(115, false, "This type of endpoint is not supported."),
    UNKNOWN_CONTROLLER_ID(116, false, "There is no controller with this id."),
    UNKNOWN_SUBSCRIPTION_ID(117, false, "The telemetry subscription is not known or out of date."),
    TELEMETRY_TOO_LARGE(118, false, "The telemetry is larger than the broker accepts."),
    INVALID_REGISTRATION(119, false, "The registration is not valid."),
    TRANSACTION_ABORTABLE(120, false, "The transaction failed; abort it and go on with the next one."),
    INVALID_RECORD_STATE(121, false, "The record is not in a state that allows this acknowledgement."),
    SHARE_SESSION_NOT_FOUND(122, true, "There is no such share session."),
    INVALID_SHARE_SESSION_EPOCH(123, true, "The epoch is not the share session's next."),
    FENCED_STATE_EPOCH(124, false, "The state epoch is not the newest."),
    INVALID_VOTER_KEY(125, false, "The voter's key is not the one of this replica."),
    DUPLICATE_VOTER(126, false, "The voter is one already."),
    VOTER_NOT_FOUND(127, false, "There is no such voter."),
    INVALID_REGULAR_EXPRESSION(128, false, "The regular expression is not valid."),
    REBOOTSTRAP_REQUIRED(
            129, false, "What the client knows of the cluster is out of date; start again from the bootstrap servers."),
    STREAMS_INVALID_TOPOLOGY(130, false, "The topology is not valid."),
    STREAMS_INVALID_TOPOLOGY_EPOCH(131, false, "The topology epoch is not valid."),
    STREAMS_TOPOLOGY_FENCED(132, false, "The topology epoch is out of date."),
    SHARE_SESSION_LIMIT_REACHED(133, true, "There are as many share sessions as the broker allows."),
    GROUP_DELETION_FAILED(134, false, "The group could not be deleted; its own message says why."),
    STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED(
            135, false, "The description of the topology could not be taken; the error message says why."),
    CONTROLLER_ID_NOT_REGISTERED(136, false, "No controller with this id is registered.");

    private static final ErrorCode[] ALL = values();
    private static final int LOWEST = UNKNOWN_SERVER_ERROR.code;

    private final short code;
    private final boolean retriable;
    private final String message;

    ErrorCode(int code, boolean retriable, String message) {
        this.code = (short) code;
        this.retriable = retriable;
        this.message = message;
    }

    /** The error with this number; one that nobody here knows is {@link #UNKNOWN_SERVER_ERROR}, as in every client. */
    public static ErrorCode of(short code) {
        int index = code - LOWEST;
        return index >= 0 && index < ALL.length ? ALL[index] : UNKNOWN_SERVER_ERROR;
    }

    /** The number on the wire. */
    public short code() {
        return code;
    }

    /** True if the same request may succeed later, perhaps after a look at fresh metadata. */
    public boolean isRetriable() {
        return retriable;
    }

    /** One sentence for people. */
    public String message() {
        return message;
    }
}
