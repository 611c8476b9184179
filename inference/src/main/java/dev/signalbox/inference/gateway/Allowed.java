package dev.signalbox.inference.gateway;

import dev.signalbox.events.Purpose;
import org.jspecify.annotations.Nullable;

/** What a caller's token is not limited away from. */
final class Allowed {

    private Allowed() {}

    /** @throws RequestRefused with 403 */
    static void require(Caller caller, Purpose purpose) {
        if (!caller.scope().allows(purpose)) {
            throw refused("This token may not be used for " + purpose.wireName() + ".", null, "purpose_not_allowed");
        }
    }

    /** @throws RequestRefused with 403 */
    static void requireModel(Caller caller, @Nullable String model) {
        if (!caller.scope().allowsModel(model)) {
            String message = model == null
                    ? "This token may not leave the model open: name one of those that it is for."
                    : "This token may not be used for this model; GET /v1/models lists those that it is for.";
            throw refused(message, "model", "model_not_allowed");
        }
    }

    private static RequestRefused refused(String message, @Nullable String param, String code) {
        return new RequestRefused(new OpenAiError(403, message, "permission_error", param, code));
    }
}
