package dev.signalbox.query.token;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface TokenViews extends JpaRepository<TokenView, Long> {

    @Query(
            "select t from TokenView t where t.revokedAt is null or :revoked = true order by t.createdAt desc, t.id desc")
    List<TokenView> newestFirst(boolean revoked);
}
