package loralei.lora;

import java.util.Comparator;

/**
 * A module that a LoRA adapts.
 *
 * @param component the network it is in
 * @param path its path there in diffusers' and transformers' naming, such as
 *     {@code down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_out.0}
 */
public record ModuleName(Component component, String path) implements Comparable<ModuleName> {
    private static final Comparator<ModuleName> ORDER =
            Comparator.comparing(ModuleName::component).thenComparing(ModuleName::path);

    /**
     * Names a module of the UNet.
     *
     * @param path its diffusers path
     * @return the name
     */
    public static ModuleName unet(String path) {
        return new ModuleName(Component.UNET, path);
    }

    @Override
    public int compareTo(ModuleName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return component.diffusersPrefix() + "." + path;
    }
}
