package dev.naru.protocol;

import java.util.HexFormat;

/**
 * Frames written down by hand from the protocol's description, field by field, so that neither generator has a say in
 * them. Spaces separate fields.
 *
 * <p>Threading: immutable.
 */
final class GoldenFrames {
    /** Key 18, version 0, correlation id 7, client id "rdkafka"; no body. */
    static final String API_VERSIONS_0 = "0012 0000 00000007 0007 72646b61666b61";

    /** The same in version 3: tagged fields end the header, name and version of the software are compact strings. */
    static final String API_VERSIONS_3 =
            "0012 0003 00000007 0007 72646b61666b61 00" + " 0b 6c696272646b61666b61" + " 06 322e302e32" + " 00";

    /** Correlation id 7, no error, one key: Fetch, versions 4 to 18. */
    static final String API_VERSIONS_RESPONSE_0 = "00000007 0000 00000001 0001 0004 0012";

    /** In version 3 the header still has no tagged fields, but the body is flexible. */
    static final String API_VERSIONS_RESPONSE_3 = "00000007 0000 02 0001 0004 0012 00 00000000 00";

    /** No transaction, acks -1, timeout 30 s, topic "t", partition 2, four bytes of records. */
    static final String PRODUCE_7 =
            "0000 0007 00000001 0001 63" + " ffff ffff 00007530 00000001 0001 74 00000001 00000002 00000004 cafebabe";

    /** As above, with every length a compact one and tagged fields at the end of each struct. */
    static final String PRODUCE_9 =
            "0000 0009 00000001 0001 63 00" + " 00 ffff 00007530 02 02 74 02 00000002 05 cafebabe 00 00 00";

    /** Consumer, 500 ms, 1 byte to 50 MiB, read uncommitted, topic "t", partition 0 from offset 5, 1 MiB. */
    static final String FETCH_4 = "0001 0004 00000001 ffff ffffffff 000001f4 00000001 03200000 00"
            + " 00000001 0001 74 00000001 00000000 0000000000000005 00100000";

    /** Topic "t", partition 0, high watermark 6, last stable offset 6, no aborted transactions, four bytes of records. */
    static final String FETCH_RESPONSE_4 = "00000001 00000000 00000001 0001 74 00000001"
            + " 00000000 0000 0000000000000006 0000000000000006 ffffffff 00000004 cafebabe";

    /** All topics, in version 1: null. */
    static final String METADATA_1_ALL = "0003 0001 00000001 ffff ffffffff";

    private GoldenFrames() {}

    static byte[] bytes(String frame) {
        return HexFormat.of().parseHex(frame.replace(" ", ""));
    }
}
