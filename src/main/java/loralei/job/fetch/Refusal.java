package loralei.job.fetch;

/**
 * An answer with which a service says no.
 *
 * @param host who says it
 * @param status of HTTP
 * @param code Hugging Face's word for the reason, {@code GatedRepo} for one; empty where there is none
 * @param body the beginning of the answer's text
 * @param hasToken whether an access token was sent along
 */
public record Refusal(String host, int status, String code, String body, boolean hasToken) {}
