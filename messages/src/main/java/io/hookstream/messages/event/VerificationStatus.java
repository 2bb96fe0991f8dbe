package io.hookstream.messages.event;

/** What ingest found out about an event. One whose signature is wrong is not taken. */
public final class VerificationStatus {

    /** It is signed as its source asks for. */
    public static final String VERIFIED = "verified";

    /** It does not fit the source's schema, and was taken all the same; if the source verifies, it is also signed. */
    public static final String SCHEMA_INVALID = "schema_invalid";

    private VerificationStatus() {}
}
