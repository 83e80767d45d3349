package dev.naru.protocol;

/** A message that answers. Threading: confined to whoever holds the message. */
public interface ApiResponse extends ApiMessage {
    /** Which kind of request this answers. */
    ApiKey apiKey();
}
