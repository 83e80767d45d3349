package dev.naru.client.cluster;

import dev.naru.client.ClientException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What became of a future, without the wrapping that chains of futures add. */
public final class Failures {
    private Failures() {}

    /** The failure itself. */
    public static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** The failure as one of this module's; anything else is a bug, or a failure of the platform, and is wrapped. */
    public static ClientException asClientException(Throwable failure) {
        Throwable inner = unwrap(failure);
        return inner instanceof ClientException known ? known : new ClientException("unexpected: " + inner, inner);
    }

    /** True if the same thing may succeed later. */
    public static boolean isRetriable(Throwable failure) {
        return unwrap(failure) instanceof ClientException known && known.isRetriable();
    }

    /** What happened, in one line. */
    static String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return "unknown";
        }
        Throwable inner = unwrap(failure);
        if (inner instanceof DisconnectedException disconnected) {
            return disconnected.reason();
        }
        return inner.getMessage() == null ? inner.toString() : inner.getMessage();
    }
}
