package dev.signalbox.command.token;

import dev.signalbox.command.CommandSide;
import dev.signalbox.events.token.TokenId;
import dev.signalbox.events.token.TokenIssued;
import dev.signalbox.events.token.TokenRevoked;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** No two tokens that are not revoked have one name; under any race the database decides. */
@Component
@ProcessingGroup(CommandSide.SET_RULES)
class TokenNames {

    private final JdbcClient jdbc;

    TokenNames(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    TokenId nextId() {
        return new TokenId(
                jdbc.sql("select nextval('token_id_seq')").query(Long.class).single());
    }

    @EventHandler
    void on(TokenIssued event) {
        jdbc.sql("insert into token_name (token_id, name) values (?, ?)")
                .params(event.tokenId().value(), event.name())
                .update();
    }

    @EventHandler
    void on(TokenRevoked event) {
        jdbc.sql("delete from token_name where token_id = ?")
                .param(event.tokenId().value())
                .update();
    }
}
