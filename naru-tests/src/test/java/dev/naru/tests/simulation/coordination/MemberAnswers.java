package dev.naru.tests.simulation.coordination;

import dev.naru.protocol.ErrorCode;

/**
 * What a member does about the errors a coordinator may answer with; any other ends the run.
 *
 * <p>Threading: stateless.
 */
final class MemberAnswers {
    enum Reaction {
        /** Nothing happened that matters. */
        GO_ON,
        /** Ask again soon. */
        TRY_AGAIN,
        /** Join the rebalance, as the member it is. */
        REJOIN,
        /** It is no member any more: begin anew. */
        BEGIN_ANEW
    }

    private MemberAnswers() {}

    static Reaction to(ErrorCode error) {
        return switch (error) {
            case NONE -> Reaction.GO_ON;
            case COORDINATOR_LOAD_IN_PROGRESS,
                    COORDINATOR_NOT_AVAILABLE,
                    NOT_COORDINATOR,
                    UNSTABLE_OFFSET_COMMIT,
                    STALE_MEMBER_EPOCH,
                    UNKNOWN_TOPIC_OR_PARTITION,
                    REQUEST_TIMED_OUT -> Reaction.TRY_AGAIN;
            case REBALANCE_IN_PROGRESS, MEMBER_ID_REQUIRED -> Reaction.REJOIN;
            case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION, FENCED_MEMBER_EPOCH, GROUP_ID_NOT_FOUND -> Reaction.BEGIN_ANEW;
            default -> throw new AssertionError("a member was answered with " + error);
        };
    }

    /** Whether a commit that was answered so may have been stored nevertheless. */
    static boolean isOutcomeUnknown(ErrorCode error) {
        return switch (error) {
            case COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR, REQUEST_TIMED_OUT -> true;
            default -> false;
        };
    }
}
