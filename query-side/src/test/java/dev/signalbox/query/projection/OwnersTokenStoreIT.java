package dev.signalbox.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.query.QueryIntegrationTest;
import java.util.List;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@QueryIntegrationTest
class OwnersTokenStoreIT {

    @Autowired
    TokenStore tokens;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    /** A batch that began before a rebuild elsewhere must not put its own, older place over the rebuild's. */
    @Test
    void aTokenIsNotStoredByOneWhoLostIt() {
        var transaction = new TransactionTemplate(transactions);
        TrackingToken older = GapAwareTrackingToken.newInstance(5, List.of());
        TrackingToken newer = GapAwareTrackingToken.newInstance(9, List.of());
        transaction.executeWithoutResult(status -> {
            tokens.initializeTokenSegments("lost", 1);
            tokens.fetchToken("lost", 0);
            tokens.storeToken(newer, "lost", 0);
        });
        jdbc.update("update token_entry set owner = null where processor_name = 'lost'");

        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> tokens.storeToken(older, "lost", 0)))
                .isInstanceOf(UnableToClaimTokenException.class);

        TrackingToken kept = transaction.execute(status -> tokens.fetchToken("lost", 0));
        assertThat(kept).isEqualTo(newer);
        jdbc.update("delete from token_entry where processor_name = 'lost'");
    }
}
