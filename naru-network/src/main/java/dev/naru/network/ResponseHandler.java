package dev.naru.network;

import dev.naru.common.net.Frame;

/** What becomes of a request; exactly one of the two is called, once, on the connection's loop. */
public interface ResponseHandler {
    /** The response, header included, correlation id already checked; the handler now owns the frame and releases it. */
    void onResponse(Frame response);

    /** There will be no response; whether the broker has seen the request is not known. */
    void onFailed(Throwable cause);
}
