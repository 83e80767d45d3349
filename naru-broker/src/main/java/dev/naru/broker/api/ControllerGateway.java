package dev.naru.broker.api;

import dev.naru.broker.metadata.PublishedImage;
import dev.naru.controller.Controller;
import dev.naru.controller.ControllerOutcome;
import dev.naru.controller.Operation;
import dev.naru.protocol.ErrorCode;
import java.util.function.Consumer;

/**
 * Has the controller decide on behalf of a request. The answer comes back on the request's loop once requests can see what
 * was decided, so that a client that reads after its write finds it.
 *
 * <p>Threading: safe from any thread.
 */
final class ControllerGateway {
    private final Controller controller;
    private final PublishedImage image;

    ControllerGateway(Controller controller, PublishedImage image) {
        this.controller = controller;
        this.image = image;
    }

    /** Runs one of the two: {@code done} with the answer, or {@code failed} with what all items of the request get. */
    <A> void submit(Operation<A> operation, RequestContext context, Consumer<A> done, Consumer<ErrorCode> failed) {
        controller.submit(operation, outcome -> onOutcome(outcome, context, done, failed));
    }

    private <A> void onOutcome(
            ControllerOutcome<A> outcome, RequestContext context, Consumer<A> done, Consumer<ErrorCode> failed) {
        if (outcome instanceof ControllerOutcome.Done<A> decided) {
            image.await(
                    decided.endOffset(),
                    context.loop(),
                    () -> context.runOn(context.loop(), () -> done.accept(decided.answer())));
        } else {
            ErrorCode error = outcome instanceof ControllerOutcome.Overloaded
                    ? ErrorCode.REQUEST_TIMED_OUT
                    : ErrorCode.NOT_CONTROLLER;
            context.runOn(context.loop(), () -> failed.accept(error));
        }
    }
}
