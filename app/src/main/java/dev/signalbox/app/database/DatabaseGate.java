package dev.signalbox.app.database;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Keeps the control plane closed on a node that started without the database, until the schema is checked. */
@Configuration(proxyBeanMethods = false)
class DatabaseGate implements WebMvcConfigurer, HandlerInterceptor {

    private final ObjectProvider<CatchUp> catchUp;

    DatabaseGate(ObjectProvider<CatchUp> catchUp) {
        this.catchUp = catchUp;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this)
                // these say how the node is without asking the database
                .excludePathPatterns(List.of("/livez", "/readyz", "/error", "/api/v1/llm-config/routes"));
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (catchUp.stream().allMatch(CatchUp::isDone)) {
            return true;
        }
        throw new DataAccessResourceFailureException("The node started without its database, which is not back yet");
    }
}
