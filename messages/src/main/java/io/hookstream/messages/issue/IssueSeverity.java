package io.hookstream.messages.issue;

/** How bad an issue is, as it is stored and shown. */
public final class IssueSeverity {

    public static final String WARNING = "warning";
    public static final String ERROR = "error";
    public static final String CRITICAL = "critical";

    private static final long MANY = 10;
    private static final long VERY_MANY = 100;

    private IssueSeverity() {}

    /** @param dead how many deliveries are not tried again because of it */
    public static String of(String errorType, long occurrences, long dead) {
        if (errorType.equals(Occurrence.CIRCUIT_OPEN) || occurrences >= VERY_MANY) {
            return CRITICAL;
        }
        return occurrences >= MANY || dead > 0 ? ERROR : WARNING;
    }
}
