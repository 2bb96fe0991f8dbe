package io.hookstream.api.event;

import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.accept.RequestedContentTypeResolver;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** Before that of all controllers, which compares a path that holds an id with each of theirs. */
@Component
class IngestMapping extends RequestMappingHandlerMapping {

    IngestMapping(RequestedContentTypeResolver contentTypes) {
        setContentTypeResolver(contentTypes);
        setOrder(Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    protected boolean isHandler(Class<?> beanType) {
        return IngestController.class.equals(beanType);
    }
}
