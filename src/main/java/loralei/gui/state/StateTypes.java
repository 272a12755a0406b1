package loralei.gui.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.nio.file.Path;
import loralei.config.ConfigJson;
import loralei.config.Family;
import loralei.config.PartialConfig;
import loralei.config.SettingType;
import loralei.config.TrainingConfig;
import loralei.config.UserError;

/** How the state's paths, settings and families stand in JSON. Whatever is wrong with one fails under its own name. */
final class StateTypes extends SimpleModule {
    private static final long serialVersionUID = 1L;

    StateTypes() {
        addSerializer(Path.class, new JsonSerializer<>() {
            @Override
            public void serialize(Path path, JsonGenerator json, SerializerProvider types) throws IOException {
                json.writeString(SettingType.PATH.toText(path));
            }
        });
        addDeserializer(Path.class, new JsonDeserializer<>() {
            @Override
            public Path deserialize(JsonParser json, DeserializationContext types) throws IOException {
                return SettingType.PATH
                        .fromJson(types.readTree(json))
                        .orElseThrow(() -> JsonMappingException.from(types, "no path"));
            }
        });
        addSerializer(TrainingConfig.class, new JsonSerializer<>() {
            @Override
            public void serialize(TrainingConfig config, JsonGenerator json, SerializerProvider types)
                    throws IOException {
                json.writeTree(ConfigJson.tree(config.values()));
            }
        });
        addDeserializer(TrainingConfig.class, new JsonDeserializer<>() {
            @Override
            public TrainingConfig deserialize(JsonParser json, DeserializationContext types) throws IOException {
                return config(types.readTree(json).toString(), types);
            }
        });
        addKeyDeserializer(Family.class, new KeyDeserializer() {
            @Override
            public Object deserializeKey(String key, DeserializationContext types) throws IOException {
                return SettingType.choice(Family.class).fromText(key).orElseThrow(() -> wrong(types, "no family", key));
            }
        });
    }

    private static TrainingConfig config(String text, DeserializationContext types) throws JsonMappingException {
        try {
            PartialConfig partial = ConfigJson.parse(text, "window.json");
            if (!partial.problems().isEmpty()) {
                throw wrong(types, "no setting", partial.problems().get(0).field());
            }
            return partial.config();
        } catch (UserError e) {
            throw JsonMappingException.from(types, e.getMessage(), e);
        }
    }

    private static JsonMappingException wrong(DeserializationContext types, String message, String name) {
        JsonMappingException failure = JsonMappingException.from(types, message);
        failure.prependPath(TrainingConfig.class, name);
        return failure;
    }
}
