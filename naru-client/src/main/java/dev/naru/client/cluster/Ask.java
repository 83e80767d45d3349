package dev.naru.client.cluster;

import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;

/**
 * One request to one broker, version still open.
 *
 * <p>Record data in the answer is a view of the frame it came in, which goes when the callbacks of the answer have run:
 * who needs it longer copies it.
 *
 * @param request what is asked; its fields may be more than the version in use can say, if the schema lets them be dropped
 * @param response the class of the answer
 * @param versionMax the newest version that may be used, where the newest this client knows does not fit the case
 * @param timeoutMs how long the answer may take, in milliseconds
 * @param answered false if brokers do not answer it; then the future completes with null once it was handed over
 * @param <S> the answer
 */
public record Ask<S extends ApiResponse>(
        ApiRequest request, Class<S> response, short versionMax, int timeoutMs, boolean answered) {
    /** In the newest version both ends know. */
    public static <S extends ApiResponse> Ask<S> of(ApiRequest request, Class<S> response, int timeoutMs) {
        return new Ask<>(request, response, Short.MAX_VALUE, timeoutMs, true);
    }

    /** As this, in no version newer than {@code version}. */
    public Ask<S> atMost(int version) {
        return new Ask<>(request, response, (short) version, timeoutMs, answered);
    }

    /** As this, without an answer. */
    public Ask<S> unanswered() {
        return new Ask<>(request, response, versionMax, timeoutMs, false);
    }
}
