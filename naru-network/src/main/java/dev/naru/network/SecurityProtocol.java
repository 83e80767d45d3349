package dev.naru.network;

/** How a listener protects what it carries; the names and numbers are Kafka's. */
public enum SecurityProtocol {
    /** Neither encrypted nor authenticated. */
    PLAINTEXT(0),
    /** Encrypted by TLS. */
    SSL(1),
    /** Authenticated by SASL, not encrypted. */
    SASL_PLAINTEXT(2),
    /** Authenticated by SASL, encrypted by TLS. */
    SASL_SSL(3);

    private final int id;

    SecurityProtocol(int id) {
        this.id = id;
    }

    /** The number that stands for it in metadata records. */
    public int id() {
        return id;
    }

    /** True if this version can serve it. */
    public boolean isSupported() {
        return this == PLAINTEXT;
    }
}
