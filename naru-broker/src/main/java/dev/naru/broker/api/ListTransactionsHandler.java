package dev.naru.broker.api;

import dev.naru.coordinator.transaction.TransactionDescription;
import dev.naru.coordinator.transaction.TransactionFilter;
import dev.naru.coordinator.transaction.TransactionShard;
import dev.naru.coordinator.transaction.TransactionState;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ListTransactionsRequest;
import dev.naru.protocol.message.ListTransactionsResponse;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * ListTransactions 0–2: the transactional ids this broker coordinates, by state, producer id, how long a transaction has been
 * open (since version 1) and a regular expression that the whole id matches (since version 2). While a part of them is still
 * being loaded the answer is COORDINATOR_LOAD_IN_PROGRESS rather than half of the list.
 *
 * <p>Unlike in Kafka, a transaction that is over is never one that has been open for long.
 */
final class ListTransactionsHandler implements ApiHandler<ListTransactionsRequest> {
    private final CoordinatorGateway<TransactionShard> coordinator;

    ListTransactionsHandler(CoordinatorGateway<TransactionShard> coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public void handle(ListTransactionsRequest request, RequestContext context) {
        Predicate<String> pattern = TransactionFilter.pattern(request.transactionalIdPattern());
        if (pattern == null) {
            context.respond(new ListTransactionsResponse().errorCode(ErrorCode.INVALID_REGULAR_EXPRESSION.code()));
            return;
        }
        TransactionFilter filter = new TransactionFilter(
                states(request.stateFilters()),
                new HashSet<>(request.producerIdFilters()),
                request.durationFilter(),
                pattern);
        coordinator.decideAll(
                context,
                shard -> shard.list(filter),
                (found, error) -> context.respond(response(request, found, error)));
    }

    private static @Nullable Set<TransactionState> states(List<String> names) {
        if (names.isEmpty()) {
            return null;
        }
        Set<TransactionState> states = EnumSet.noneOf(TransactionState.class);
        for (String name : names) {
            TransactionState state = TransactionState.named(name);
            if (state != null) {
                states.add(state);
            }
        }
        return states;
    }

    private static ListTransactionsResponse response(
            ListTransactionsRequest request, List<List<TransactionDescription>> found, ErrorCode error) {
        ListTransactionsResponse response = new ListTransactionsResponse()
                .errorCode(error.code())
                .unknownStateFilters(request.stateFilters().stream()
                        .filter(name -> !TransactionState.isName(name))
                        .toList());
        return error != ErrorCode.NONE
                ? response
                : response.transactionStates(found.stream()
                        .flatMap(List::stream)
                        .map(one -> new ListTransactionsResponse.TransactionState()
                                .transactionalId(one.transactionalId())
                                .producerId(one.producer().id())
                                .transactionState(one.state().displayName()))
                        .toList());
    }
}
