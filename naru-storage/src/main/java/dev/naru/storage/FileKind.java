package dev.naru.storage;

/** The files that carry an offset in their name: twenty digits and a suffix. */
enum FileKind {
    /** Record batches. */
    LOG(".log"),
    /** Offset to position. */
    OFFSET_INDEX(".index"),
    /** Timestamp to offset. */
    TIME_INDEX(".timeindex"),
    /** Aborted transactions. */
    TRANSACTION_INDEX(".txnindex"),
    /** Producer state before the offset in its name. */
    SNAPSHOT(".snapshot");

    /** Appended to the name of a file that is about to be deleted. */
    static final String DELETED_SUFFIX = ".deleted";

    private static final int OFFSET_DIGITS = 20;

    private final String suffix;

    FileKind(String suffix) {
        this.suffix = suffix;
    }

    /** The file's name. */
    String nameOf(long offset) {
        String digits = Long.toString(offset);
        return "0".repeat(OFFSET_DIGITS - digits.length()) + digits + suffix;
    }

    /** The offset in a name of this kind, or -1 if it is none. */
    long offsetIn(String name) {
        if (name.length() != OFFSET_DIGITS + suffix.length() || !name.endsWith(suffix)) {
            return -1;
        }
        long offset = 0;
        for (int i = 0; i < OFFSET_DIGITS; i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9 || offset > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            offset = offset * 10 + digit;
        }
        return offset;
    }
}
