package dev.naru.client.cluster;

import java.net.ConnectException;
import java.net.UnknownHostException;

/** Why a connection could not be opened, in words. */
final class ConnectFailures {
    private ConnectFailures() {}

    static String reason(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "the host name is not known";
        }
        if (cause instanceof ConnectException) {
            return "nobody listens there";
        }
        return Failures.reason(cause);
    }
}
