package dev.naru.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** No broker could be talked to: nobody listens, or the connection was lost before the answer came. */
public final class UnreachableException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final transient List<Address> addresses;

    public UnreachableException(List<Address> addresses, String reason, @Nullable Throwable cause) {
        super(
                "no answer from "
                        + String.join(
                                ", ", addresses.stream().map(Address::toString).toList()) + ": " + reason,
                cause);
        this.addresses = List.copyOf(addresses);
    }

    /** The addresses that were tried. */
    public List<Address> addresses() {
        return addresses;
    }

    @Override
    public boolean isRetriable() {
        return true;
    }
}
