package dev.signalbox.query.server;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface Servers extends JpaRepository<ServerView, Long> {

    @Query("select s from ServerView s where s.enabled or :enabledOnly = false order by s.createdAt desc, s.id desc")
    List<ServerView> newestFirst(boolean enabledOnly);
}
