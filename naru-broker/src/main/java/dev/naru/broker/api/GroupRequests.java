package dev.naru.broker.api;

import dev.naru.coordinator.group.ClientInfo;
import dev.naru.protocol.ErrorCode;

/**
 * What the handlers of groups have in common: who asks, and what a coordinator's refusal is called towards members.
 *
 * <p>Threading: stateless.
 */
final class GroupRequests {
    /** Everybody may do everything: read, delete, describe, describe and alter configs. */
    static final int OPERATIONS_ALLOWED = 0b1101_0100_1000;

    private GroupRequests() {}

    /** Who asks, as groups want to know it. */
    static ClientInfo client(RequestContext context) {
        String clientId = context.clientId();
        return new ClientInfo(
                clientId == null ? "" : clientId, "/" + context.connection().clientHost(), context.version());
    }

    /** A refusal as members know it: coordinator errors they try again with, everything else stops them. */
    static ErrorCode groupError(ErrorCode refusal) {
        return switch (refusal) {
            case RECORD_LIST_TOO_LARGE, MESSAGE_TOO_LARGE -> ErrorCode.UNKNOWN_SERVER_ERROR;
            default -> refusal;
        };
    }

    /** A refusal of a commit. */
    static ErrorCode commitError(ErrorCode refusal) {
        return switch (refusal) {
            case RECORD_LIST_TOO_LARGE, MESSAGE_TOO_LARGE -> ErrorCode.INVALID_COMMIT_OFFSET_SIZE;
            default -> refusal;
        };
    }
}
