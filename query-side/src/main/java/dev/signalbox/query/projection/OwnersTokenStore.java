package dev.signalbox.query.projection;

import dev.signalbox.query.OnControlPlane;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.UUID;
import org.axonframework.common.jpa.SimpleEntityManagerProvider;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.jpa.JpaTokenStore;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Lets only a token's owner store it. Axon's own store claims a token that nobody owns while storing, and so would
 * overwrite, with a place from before it, what a rebuild has just stored.
 */
@OnControlPlane
class OwnersTokenStore extends JpaTokenStore {

    private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(10);

    OwnersTokenStore(EntityManager entities, Serializer serializer) {
        super(builder()
                .entityManagerProvider(new SimpleEntityManagerProvider(entities))
                .serializer(serializer)
                .claimTimeout(CLAIM_TIMEOUT)
                // Axon's pid@host is the same in every container
                .nodeId("node-" + UUID.randomUUID()));
    }

    @Override
    public void storeToken(@Nullable TrackingToken token, String processorName, int segment)
            throws UnableToClaimTokenException {
        extendClaim(processorName, segment);
        super.storeToken(token, processorName, segment);
    }
}
