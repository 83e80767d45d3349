package dev.naru.broker.api;

import dev.naru.controller.ControllerError;
import dev.naru.protocol.ErrorCode;
import dev.naru.record.Validation;
import dev.naru.replication.Refusal;
import dev.naru.storage.AppendOutcome;

/**
 * The one place where what the controller, partitions, logs and validation say becomes an error code. The codes are part of safety: the
 * wrong one makes a producer send twice, or give up what was written.
 *
 * <p>Threading: stateless.
 */
final class ErrorCodes {
    private ErrorCodes() {}

    static ErrorCode of(Refusal refusal) {
        return switch (refusal) {
            case NOT_HOSTED -> ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
            case NOT_LEADER -> ErrorCode.NOT_LEADER_OR_FOLLOWER;
            case FENCED_LEADER_EPOCH -> ErrorCode.FENCED_LEADER_EPOCH;
            case UNKNOWN_LEADER_EPOCH -> ErrorCode.UNKNOWN_LEADER_EPOCH;
            case NOT_ENOUGH_REPLICAS -> ErrorCode.NOT_ENOUGH_REPLICAS;
            case NOT_ENOUGH_REPLICAS_AFTER_APPEND -> ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND;
            case OFFSET_OUT_OF_RANGE -> ErrorCode.OFFSET_OUT_OF_RANGE;
            case DELETION_NOT_ALLOWED -> ErrorCode.POLICY_VIOLATION;
            case DATA_DAMAGED -> ErrorCode.CORRUPT_MESSAGE;
            case STORAGE_FAILED -> ErrorCode.KAFKA_STORAGE_ERROR;
        };
    }

    static ErrorCode of(ControllerError error) {
        return switch (error) {
            case INVALID_TOPIC_NAME -> ErrorCode.INVALID_TOPIC_EXCEPTION;
            case TOPIC_ALREADY_EXISTS -> ErrorCode.TOPIC_ALREADY_EXISTS;
            case UNKNOWN_TOPIC -> ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
            case UNKNOWN_TOPIC_ID -> ErrorCode.UNKNOWN_TOPIC_ID;
            case TOPIC_DELETION_DISABLED -> ErrorCode.TOPIC_DELETION_DISABLED;
            case INVALID_PARTITIONS -> ErrorCode.INVALID_PARTITIONS;
            case INVALID_REPLICATION_FACTOR -> ErrorCode.INVALID_REPLICATION_FACTOR;
            case INVALID_REPLICA_ASSIGNMENT -> ErrorCode.INVALID_REPLICA_ASSIGNMENT;
            case INVALID_CONFIG -> ErrorCode.INVALID_CONFIG;
            case INVALID_REQUEST -> ErrorCode.INVALID_REQUEST;
            case LIMIT_EXCEEDED -> ErrorCode.POLICY_VIOLATION;
            case BROKER_NOT_REGISTERED -> ErrorCode.BROKER_ID_NOT_REGISTERED;
            case STALE_BROKER_EPOCH -> ErrorCode.STALE_BROKER_EPOCH;
        };
    }

    static ErrorCode of(Validation.Reason reason) {
        return switch (reason) {
            case CORRUPT -> ErrorCode.CORRUPT_MESSAGE;
            case UNSUPPORTED_FORMAT, INVALID_RECORD -> ErrorCode.INVALID_RECORD;
            case UNSUPPORTED_COMPRESSION -> ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
            case TOO_LARGE -> ErrorCode.MESSAGE_TOO_LARGE;
            case INVALID_TIMESTAMP -> ErrorCode.INVALID_TIMESTAMP;
        };
    }

    /** An error of the transaction coordinator as a client of this version knows it, which PRODUCER_FENCED is new to. */
    static ErrorCode inVersion(ErrorCode error, short version, short producerFencedSince) {
        return error == ErrorCode.PRODUCER_FENCED && version < producerFencedSince
                ? ErrorCode.INVALID_PRODUCER_EPOCH
                : error;
    }

    static ErrorCode of(AppendOutcome outcome) {
        if (outcome instanceof AppendOutcome.Appended || outcome instanceof AppendOutcome.Duplicate) {
            return ErrorCode.NONE;
        }
        if (outcome instanceof AppendOutcome.OutOfOrderSequence) {
            return ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
        }
        if (outcome instanceof AppendOutcome.InvalidProducerEpoch) {
            return ErrorCode.INVALID_PRODUCER_EPOCH;
        }
        if (outcome instanceof AppendOutcome.CoordinatorFenced) {
            return ErrorCode.TRANSACTION_COORDINATOR_FENCED;
        }
        if (outcome instanceof AppendOutcome.TransactionNotOpen || outcome instanceof AppendOutcome.TransactionOpen) {
            return ErrorCode.INVALID_TXN_STATE;
        }
        if (outcome instanceof AppendOutcome.LargerThanSegment) {
            return ErrorCode.RECORD_LIST_TOO_LARGE;
        }
        throw new IllegalStateException("no answer to a producer: " + outcome);
    }
}
