package dev.naru.protocol;

/** A message that asks. Threading: confined to whoever holds the message. */
public interface ApiRequest extends ApiMessage {
    /** Which kind of request this is. */
    ApiKey apiKey();
}
