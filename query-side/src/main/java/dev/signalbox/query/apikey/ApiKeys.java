package dev.signalbox.query.apikey;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface ApiKeys extends JpaRepository<ApiKeyView, Long> {

    @Query("select k from ApiKeyView k where k.enabled or :enabledOnly = false order by k.createdAt desc, k.id desc")
    List<ApiKeyView> newestFirst(boolean enabledOnly);
}
