package dev.halligan.operator.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import java.io.IOException;

/**
 * Abridges requests while they are deserialized. In the cache it would be too late: an informer
 * first queues every item of a list for its listeners, and thousands of whole ones do not fit into
 * the heap.
 */
public final class AbridgedOnArrival extends SimpleModule {
  private static final long serialVersionUID = 1L;

  public AbridgedOnArrival() {
    setDeserializerModifier(new Modifier());
  }

  private static final class Modifier extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
      return RecoveryRequest.class.equals(bean.getBeanClass())
          ? new Abridging(deserializer)
          : deserializer;
    }
  }

  private static final class Abridging extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;

    Abridging(JsonDeserializer<?> whole) {
      super(whole);
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> whole) {
      return new Abridging(whole);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return super.deserialize(parser, context) instanceof RecoveryRequest request
          ? Abridged.of(request)
          : null;
    }
  }
}
