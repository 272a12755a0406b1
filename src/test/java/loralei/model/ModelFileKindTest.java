package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.safetensors.DType;
import loralei.safetensors.TensorInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers of released models of other kinds, by names and shapes of their published layouts, each called by its name. */
class ModelFileKindTest {
    private static final String SD15 = "model.diffusion_model.input_blocks.0.0.weight 320x4x3x3"
            + " | model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight 320x768"
            + " | model.diffusion_model.middle_block.1.proj_in.weight 1280x1280x1x1"
            + " | model.diffusion_model.output_blocks.3.1.proj_in.weight 1280x1280x1x1"
            + " | first_stage_model.encoder.conv_in.weight 128x3x3x3"
            + " | cond_stage_model.transformer.text_model.final_layer_norm.weight 768";

    private static final String SDXL = "model.diffusion_model.input_blocks.0.0.weight 320x4x3x3"
            + " | model.diffusion_model.label_emb.0.0.weight 1280x2816"
            + " | model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight 640x2048"
            + " | model.diffusion_model.middle_block.1.proj_in.weight 1280x1280"
            + " | model.diffusion_model.output_blocks.0.1.proj_in.weight 1280x1280"
            + " | conditioner.embedders.0.transformer.text_model.final_layer_norm.weight 768"
            + " | conditioner.embedders.1.model.text_projection 1280x1280";

    private static Map<String, TensorInfo> header(String text) {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        for (String row : text.split("\\|", -1)) {
            String[] cells = row.strip().split(" ", -1);
            List<Long> shape =
                    Arrays.stream(cells[1].split("x")).map(Long::valueOf).toList();
            tensors.put(cells[0], new TensorInfo(cells[0], DType.F16, shape, 0, 0));
        }
        return tensors;
    }

    private static ModelFileKind kind(String text) {
        return ModelFileKind.of(header(text)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Stable Diffusion 2.x, one file; model.diffusion_model.input_blocks.0.0.weight 320x4x3x3"
                        + " | model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight 320x1024"
                        + " | model.diffusion_model.middle_block.1.proj_in.weight 1280x1280"
                        + " | cond_stage_model.model.transformer.resblocks.0.attn.in_proj_weight 3072x1024",
                "an inpainting model (9 input channels); model.diffusion_model.input_blocks.0.0.weight 320x9x3x3"
                        + " | model.diffusion_model.middle_block.1.proj_in.weight 1280x1280x1x1"
                        + " | cond_stage_model.transformer.text_model.final_layer_norm.weight 768",
                "InstructPix2Pix (8 input channels); model.diffusion_model.input_blocks.0.0.weight 320x8x3x3"
                        + " | model.diffusion_model.middle_block.1.proj_in.weight 1280x1280x1x1"
                        + " | cond_stage_model.transformer.text_model.final_layer_norm.weight 768",
                "a refiner: Stable Diffusion XL; model.diffusion_model.input_blocks.0.0.weight 384x4x3x3"
                        + " | model.diffusion_model.label_emb.0.0.weight 1536x2560"
                        + " | model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight 768x1280"
                        + " | model.diffusion_model.middle_block.1.proj_in.weight 1536x1536"
                        + " | conditioner.embedders.0.model.transformer.resblocks.9.mlp.c_proj.bias 1280",
                "the refiner of SDXL; input_blocks.0.0.weight 384x4x3x3 | label_emb.0.0.weight 1536x2560"
                        + " | input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight 768x1280"
                        + " | middle_block.1.proj_in.weight 1536x1536 | output_blocks.0.0.in_layers.0.weight 3072",
                "SSD-1B; model.diffusion_model.input_blocks.0.0.weight 320x4x3x3"
                        + " | model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight 640x2048"
                        + " | conditioner.embedders.0.transformer.text_model.final_layer_norm.weight 768"
                        + " | conditioner.embedders.1.model.ln_final.weight 1280",
                "Stable Diffusion 3; model.diffusion_model.joint_blocks.0.context_block.adaLN_modulation.1.bias 9216"
                        + " | model.diffusion_model.x_embedder.proj.weight 1536x16x2x2 | first_stage_model.encoder.conv_in.weight 128x3x3x3",
                "FLUX; double_blocks.0.img_attn.norm.key_norm.scale 128 | guidance_in.in_layer.weight 3072x256"
                        + " | single_blocks.0.linear1.weight 21504x3072",
                "Chroma; double_blocks.0.img_attn.norm.key_norm.scale 128"
                        + " | distilled_guidance_layer.in_proj.bias 5120",
                "PixArt; t_block.1.weight 6912x1152 | blocks.0.cross_attn.q_linear.weight 1152x1152"
                        + " | y_embedder.y_proj.fc1.weight 1152x4096 | x_embedder.proj.weight 1152x4x2x2",
                "Würstchen; cond_mapper.0.weight 1536x1280 | blocks.0.depthwise.weight 1536x1x3x3"
                        + " | projection.weight 1536x16x1x1",
                "Stable Cascade; clip_txt_mapper.weight 2048x1280 | down_blocks.0.0.channelwise.0.weight 8192x2048",
                "LTX-Video; model.diffusion_model.patchify_proj.weight 2048x128"
                        + " | model.diffusion_model.scale_shift_table 2x2048"
                        + " | model.diffusion_model.transformer_blocks.27.scale_shift_table 6x2048"
                        + " | model.diffusion_model.adaln_single.linear.weight 12288x2048",
                "Stable Video Diffusion; model.diffusion_model.input_blocks.0.0.weight 320x8x3x3"
                        + " | model.diffusion_model.input_blocks.1.1.time_stack.0.attn2.to_k.weight 320x1024"
                        + " | conditioner.embedders.0.open_clip.model.ln_final.weight 1024",
                "AuraFlow; model.double_layers.0.attn.w2q.weight 3072x3072 | model.cond_seq_linear.weight 3072x2048",
                "HunyuanVideo; txt_in.individual_token_refiner.blocks.0.adaLN_modulation.1.bias 6144"
                        + " | double_blocks.0.img_attn_qkv.weight 9216x3072",
                "Wan; model.diffusion_model.head.modulation 1x2x1536"
                        + " | model.diffusion_model.blocks.0.cross_attn.q.weight 1536x1536",
                "Qwen-Image; transformer_blocks.0.img_mlp.net.0.proj.weight 12288x3072 | txt_norm.weight 3584"
                        + " | transformer_blocks.0.attn.add_k_proj.weight 3072x3072",
                "Kolors; encoder_hid_proj.weight 2048x4096 | add_embedding.linear_1.weight 1280x5632"
                        + " | conv_in.weight 320x4x3x3 | down_blocks.1.attentions.0.proj_in.weight 640x640",
                "a ControlNet; controlnet_cond_embedding.conv_in.weight 16x3x3x3 | conv_in.weight 320x4x3x3"
                        + " | time_embedding.linear_1.weight 1280x320 | down_blocks.0.attentions.0.proj_in.weight 320x320x1x1",
                "a ControlNet; control_model.input_blocks.0.0.weight 320x4x3x3 | control_model.zero_convs.0.0.weight 320x320x1x1",
                "a VAE in the original naming; first_stage_model.encoder.down.0.block.0.conv1.weight 128x128x3x3"
                        + " | first_stage_model.decoder.up.0.block.0.conv1.weight 128x256x3x3",
                "a VAE; encoder.down_blocks.0.resnets.0.conv1.weight 128x128x3x3"
                        + " | decoder.up_blocks.0.resnets.0.conv1.weight 512x512x3x3",
                "enlarges pictures (ESRGAN); model.0.weight 64x3x3x3 | model.1.sub.0.RDB1.conv1.0.weight 32x64x3x3",
                "enlarges pictures (ESRGAN); conv_first.weight 180x3x3x3"
                        + " | layers.0.residual_group.blocks.0.norm1.weight 180",
                "a textual inversion embedding; emb_params 4x768",
                "a textual inversion embedding for Stable Diffusion XL; clip_l 2x768 | clip_g 2x1280",
                "a LoRA; lora_unet_down_blocks_0_attentions_0_proj_in.lora_down.weight 16x320"
                        + " | lora_unet_down_blocks_0_attentions_0_proj_in.lora_up.weight 320x16",
                "a language model (LLM); model.embed_tokens.weight 151936x896"
                        + " | model.layers.0.self_attn.q_proj.weight 896x896 | model.layers.0.mlp.gate_proj.weight 4864x896",
                "a T5 text encoder; encoder.block.0.layer.0.SelfAttention.q.weight 4096x4096 | shared.weight 32128x4096",
                "a CLIP text encoder; text_model.encoder.layers.0.mlp.fc1.weight 3072x768"
                        + " | text_model.embeddings.token_embedding.weight 49408x768",
                "an IP-Adapter; image_proj.proj.weight 3072x1024 | ip_adapter.1.to_k_ip.weight 320x768",
                "a motion module; down_blocks.0.motion_modules.0.temporal_transformer.norm.weight 320"
            })
    void modelsOfOtherKindsAreNamedAndNotTakenForOurs(String name, String header) {
        assertThat(kind(header).name().toString()).contains(name);
        assertThat(kind(header).isOurs()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Stable Diffusion 1.x, one file; " + SD15,
                "Stable Diffusion 1.x, one file; " + SD15
                        + " | model_ema.diffusion_modelinput_blocks00weight 320x4x3x3 | alphas_cumprod 1000",
                "Stable Diffusion XL, one file; " + SDXL,
                "Stable Diffusion XL, one file; " + SDXL + " | v_pred 0 | ztsnr 0",
                "a UNet in the original naming; input_blocks.0.0.weight 320x4x3x3"
                        + " | input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight 320x768"
                        + " | middle_block.1.proj_in.weight 1280x1280x1x1 | output_blocks.3.1.proj_in.weight 1280x1280x1x1",
                "the UNet of a base model in the diffusers layout: Stable Diffusion XL; conv_in.weight 320x4x3x3"
                        + " | add_embedding.linear_1.weight 1280x2816 | down_blocks.1.attentions.0.proj_in.weight 640x640"
                        + " | up_blocks.0.attentions.0.proj_in.weight 1280x1280"
                        + " | mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight 1280x2048"
            })
    void modelsOfOursAreKnown(String name, String header) {
        assertThat(kind(header).name().toString()).contains(name);
        assertThat(kind(header).isOurs()).isTrue();
    }
}
