"""Makes the sample pictures and the numbers the tests compare with: python make_samples.py, beside this file.

Run with Pillow 13.0.0 (libjpeg-turbo 3.2.0, libwebp 1.6.0, LittleCMS 2.19) and NumPy 2.4.6. Another version may write
other bytes; the expected pictures are always what Pillow reads back.
"""
import io
import os
import shutil
import struct
import warnings
import zlib

import numpy as np
from PIL import Image, ImageCms, ImageOps

warnings.simplefilter('ignore')
W, H = 48, 32
SRGB = ImageCms.createProfile('sRGB')


# --- ICC profiles, as small as they go (ICC.1:2001-04) ---------------------------------------------------------------
def s15(value):
    return struct.pack('>i', round(value * 65536))


def xyz(*values):
    return b'XYZ \0\0\0\0' + b''.join(s15(v) for v in values)


def gamma(value):
    return b'curv\0\0\0\0' + struct.pack('>IH', 1, round(value * 256)) + b'\0\0'


def described(name):
    text = name.encode() + b'\0'
    return b'desc\0\0\0\0' + struct.pack('>I', len(text)) + text + b'\0' * 78


def profile(name, space, connection, kind, *tags):
    tags = ((b'desc', described(name)), (b'cprt', b'text\0\0\0\0CC0\0'), (b'wtpt', xyz(.9642, 1, .8249))) + tags
    table, body, start = b'', b'', 132 + 12 * len(tags)
    for key, value in tags:
        value += b'\0' * (-len(value) % 4)
        table += key + struct.pack('>II', start + len(body), len(value))
        body += value
    head = struct.pack('>I4sI4s4s4s', start + len(body), b'lcms', 0x02400000, kind, space, connection)
    head += struct.pack('>6H', 2020, 1, 1, 0, 0, 0) + b'acsp' + b'\0' * 28 + s15(.9642) + s15(1) + s15(.8249)
    return head + b'\0' * (128 - len(head)) + struct.pack('>I', len(tags)) + table + body


def wide_gamut():  # the primaries and gamma of Adobe RGB (1998)
    return profile('Wide', b'RGB ', b'XYZ ', b'mntr',
                   (b'rXYZ', xyz(.60974, .31111, .01947)), (b'gXYZ', xyz(.20528, .62567, .06087)),
                   (b'bXYZ', xyz(.14919, .06322, .74457)), (b'rTRC', gamma(2.19921875)),
                   (b'gTRC', gamma(2.19921875)), (b'bTRC', gamma(2.19921875)))


def display_p3():  # as phones write it: primaries of Display P3, sRGB's curve as a formula
    curve = b'para\0\0\0\0\0\3\0\0' + b''.join(s15(v) for v in (2.4, 1 / 1.055, .055 / 1.055, 1 / 12.92, .04045))
    return profile('Display P3', b'RGB ', b'XYZ ', b'mntr',
                   (b'rXYZ', xyz(.51512, .2412, -.00105)), (b'gXYZ', xyz(.29198, .69225, .04189)),
                   (b'bXYZ', xyz(.1571, .06657, .78407)), (b'rTRC', curve), (b'gTRC', curve), (b'bTRC', curve))


def grey_18():
    return profile('Grey 1.8', b'GRAY', b'XYZ ', b'mntr', (b'kTRC', gamma(1.8)))


def inks():  # rough colours of the 16 overprints of four inks
    paper = {'': (100, 0, 0), 'C': (60, -35, -48), 'M': (50, 70, 0), 'Y': (90, -5, 90), 'CM': (30, 20, -45),
             'CY': (55, -65, 28), 'MY': (50, 65, 45), 'CMY': (28, 0, 2)}
    ramp = bytes(range(256))

    def table(strength):
        cells = b''
        for i in range(16):
            name = ''.join(ink for bit, ink in ((8, 'C'), (4, 'M'), (2, 'Y')) if i & bit)
            light, a, b = (v * (.15 if i & 1 else 1) for v in paper[name])
            cells += bytes((round(light * 2.55), round(a * strength) + 128, round(b * strength) + 128))
        lut = b'mft1\0\0\0\0' + bytes((4, 3, 2, 0)) + b''.join(s15(v) for v in (1, 0, 0, 0, 1, 0, 0, 0, 1))
        return lut + ramp * 4 + cells + ramp * 3

    # The colorimetric table is nearly grey: who takes it instead of the perceptual one is found out.
    return profile('Inks', b'CMYK', b'Lab ', b'prtr', (b'A2B0', table(1)), (b'A2B1', table(.2)))


# --- files that Pillow does not write ---------------------------------------------------------------------------------
def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def png(depth, colour_type, rows):
    head = struct.pack('>IIBBBBB', W, H, depth, colour_type, 0, 0, 0)
    data = zlib.compress(b''.join(b'\0' + row for row in rows))
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', data) + chunk(b'IEND', b'')


def packed(grey, bits):
    for row in grey >> (8 - bits):
        text = ''.join(format(v, f'0{bits}b') for v in row)
        yield bytes(int(text[k:k + 8], 2) for k in range(0, len(text), 8))


def bmp(bits, compression, data, masks=b'', header=40, top_down=False):
    start = 14 + header + (len(masks) if header == 40 else 0)
    head = struct.pack('<IiiHHIIiiII', header, W, -H if top_down else H, 1, bits, compression, len(data), 2835, 2835,
                       0, 0) + masks
    if header > 40:
        head += b'BGRs' + b'\0' * (header - len(head) - 4)
    return b'BM' + struct.pack('<IHHI', start + len(data), 0, 0, start) + head + data


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def to_inks(rgb):
    """Print colours with as much black as possible; Pillow's own conversion uses none."""
    light = rgb.max(-1, keepdims=True).astype(int)
    inks = 255 - rgb.astype(int) * 255 // np.maximum(light, 1)
    return Image.fromarray(np.dstack([inks, 255 - light]).astype(np.uint8), 'CMYK')


def ycck(inks):
    """Adobe's YCCK: YCbCr of the inks, then inverted black; Pillow inverts what it saves as CMYK."""
    ink = np.asarray(inks)
    ycc = np.asarray(Image.fromarray(ink[..., :3]).convert('YCbCr'))
    stored = np.dstack([255 - ycc, ink[..., 3]])
    data = bytearray(saved(Image.fromarray(stored, 'CMYK'), 'JPEG', quality=95))
    data[data.index(b'Adobe') + 11] = 2
    return bytes(data)


def plain_alpha(webp, alpha):
    at = webp.index(b'ALPH')
    length = struct.unpack('<I', webp[at + 4:at + 8])[0]
    end = at + 8 + length + length % 2
    data = b'\0' + alpha.tobytes()
    body = webp[8:at] + b'ALPH' + struct.pack('<I', len(data)) + data + b'\0' * (len(data) % 2) + webp[end:]
    return b'RIFF' + struct.pack('<I', len(body)) + body


# --- the samples ------------------------------------------------------------------------------------------------------
def scene():
    y, x = np.mgrid[0:H, 0:W].astype(float)
    rgb = np.stack([128 + 110 * np.sin(x / 7) * np.cos(y / 9), 128 + 110 * np.sin((x + y) / 10),
                    255 * (x / W) * (1 - y / H)], -1).clip(0, 255).astype(np.uint8)
    rgb[4:12, 4:14], rgb[4:12, 30:42], rgb[22:30, 4:10] = (220, 30, 30), (30, 60, 220), (250, 250, 60)
    alpha = np.broadcast_to((255 * np.arange(W) / W).astype(np.uint8), (H, W)).copy()
    alpha[10:20, 15:30], alpha[:5, :10] = 255, 0
    return rgb, alpha


def samples():
    rgb, alpha = scene()
    image, grey = Image.fromarray(rgb), Image.fromarray(rgb).convert('L')
    levels, low = np.asarray(grey), (np.arange(H * W).reshape(H, W) * 37 % 256).astype('>u2')  # low: the lower bytes
    wide, wide_grey, wide_alpha = (v.astype('>u2') * 256 + low.reshape(H, W, *[1] * (v.ndim - 2))
                                   for v in (rgb, levels, alpha))
    print_ready = to_inks(rgb)
    clear = Image.fromarray(np.dstack([rgb, alpha]))
    few, turned = image.quantize(16), image.rotate(180)
    broken, cut = b'garbage profile' * 20, wide_gamut()[:300]
    jpeg, webp = dict(kind='JPEG', quality=95, subsampling=0), dict(kind='WEBP', lossless=True)
    out = {
        'rgb.png': saved(image, 'PNG'), 'grey.png': saved(grey, 'PNG'), 'rgba.png': saved(clear, 'PNG'),
        'grey-alpha.png': saved(clear.convert('LA'), 'PNG'), 'palette.png': saved(image.quantize(200), 'PNG'),
        'palette-one-clear.png': saved(few, 'PNG', transparency=3),
        'palette-alpha.png': saved(few, 'PNG', transparency=bytes((0, 40, 80, 120, 160, 200, 255))),
        'rgb-one-clear.png': saved(image, 'PNG', transparency=(220, 30, 30)),
        'grey-one-clear.png': saved(grey, 'PNG', transparency=int(levels[6, 6])),
        'grey1.png': png(1, 0, packed(levels, 1)), 'grey2.png': png(2, 0, packed(levels, 2)),
        'grey4.png': png(4, 0, packed(levels, 4)),
        'rgb16.png': png(16, 2, (r.tobytes() for r in wide)),
        'grey16.png': png(16, 0, (r.tobytes() for r in wide_grey)),
        'grey-alpha16.png': png(16, 4, (r.tobytes() for r in np.dstack([wide_grey, wide_alpha]).astype('>u2'))),
        'rgba16.png': png(16, 6, (r.tobytes() for r in np.dstack([wide, wide_alpha]).astype('>u2'))),
        'rgb.jpg': saved(image, 'JPEG', quality=92), 'progressive.jpg': saved(image, 'JPEG', progressive=True),
        'grey.jpg': saved(grey, 'JPEG', quality=92), 'cmyk.jpg': saved(print_ready, 'JPEG', quality=95),
        'cmyk-profile.jpg': saved(print_ready, 'JPEG', quality=95, icc_profile=inks()),
        'cmyk-broken-profile.jpg': saved(print_ready, 'JPEG', quality=95, icc_profile=broken),
        'ycck.jpg': ycck(print_ready), 'profile.jpg': saved(image, icc_profile=wide_gamut(), **jpeg),
        'profile-p3.jpg': saved(image, icc_profile=display_p3(), **jpeg),
        'two-pictures.jpg': saved(image, 'MPO', quality=92, save_all=True, append_images=[turned.convert('L')]),
        'profile-srgb.jpg': saved(image, icc_profile=ImageCms.ImageCmsProfile(SRGB).tobytes(), **jpeg),
        'profile-broken.jpg': saved(image, icc_profile=broken, **jpeg),
        'profile-cut.jpg': saved(image, icc_profile=cut, **jpeg),
        'profile-of-grey.jpg': saved(image, icc_profile=grey_18(), **jpeg),
        'profile-grey.jpg': saved(grey, 'JPEG', quality=95, icc_profile=grey_18()),
        'profile.png': saved(image, 'PNG', icc_profile=wide_gamut()),
        'profile-palette.png': saved(few, 'PNG', icc_profile=wide_gamut()),
        'profile-grey.png': saved(grey, 'PNG', icc_profile=grey_18()),
        'profile-broken.png': saved(image, 'PNG', icc_profile=broken),
        'profile.webp': saved(image, icc_profile=wide_gamut(), **webp),
        'profile-broken.webp': saved(image, icc_profile=broken, **webp),
        'lossy.webp': saved(image, 'WEBP', quality=60), 'lossless.webp': saved(image, **webp),
        'alpha.webp': saved(clear, 'WEBP', quality=80), 'alpha-lossless.webp': saved(clear, exact=True, **webp),
        'alpha-plain.webp': plain_alpha(saved(clear, 'WEBP', quality=80), alpha),
        'animation.webp': saved(image, 'WEBP', quality=80, save_all=True, append_images=[turned]),
        'animation-alpha.webp': saved(clear, 'WEBP', quality=80, save_all=True, append_images=[clear.rotate(180)]),
        'rgb.bmp': saved(image, 'BMP'), 'palette.bmp': saved(image.convert('P'), 'BMP'),
        'top-down.bmp': bmp(24, 0, rgb[..., ::-1].tobytes(), top_down=True),
        'alpha.bmp': bmp(32, 3, np.dstack([rgb[..., ::-1], alpha])[::-1].tobytes(),
                         struct.pack('<IIII', 0xFF0000, 0xFF00, 0xFF, 0xFF000000), header=124),
        'palette.gif': saved(image.quantize(128), 'GIF'), 'one-clear.gif': saved(few, 'GIF', transparency=3),
        'animation.gif': saved(image.quantize(64), 'GIF', save_all=True, append_images=[turned.quantize(64)]),
    }
    t = Image.Transpose
    stored = (None, t.FLIP_LEFT_RIGHT, t.ROTATE_180, t.FLIP_TOP_BOTTOM, t.TRANSPOSE, t.ROTATE_90, t.TRANSVERSE,
              t.ROTATE_270)  # what turns the upright picture into the stored one
    for value, turn in enumerate(stored, 1):
        exif = Image.Exif()
        exif[0x0112] = value
        turned = image if turn is None else image.transpose(turn)
        out[f'orientation{value}.jpg'] = saved(turned, exif=exif, **jpeg)
        out[f'orientation{value}.webp'] = saved(turned, exif=exif, **webp)
        out[f'orientation{value}.png'] = saved(turned, 'PNG', exif=exif)
    return out


def read(data):
    """What Pillow makes of a file: upright, in sRGB, over white."""
    image = Image.open(io.BytesIO(data))
    icc = image.info.get('icc_profile')
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith('I'):
        image = Image.fromarray((np.asarray(image).astype(int) // 257).astype(np.uint8))
    alpha = None
    if 'transparency' in image.info or image.mode in ('RGBA', 'LA', 'PA'):
        image = image.convert('RGBA')
        alpha, image = image.getchannel('A'), Image.merge('RGB', image.split()[:3])
    if image.mode not in ('RGB', 'L', 'CMYK'):
        image = image.convert('RGB')
    if icc:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            # Java does not lower the black of the perceptual table of inks; with this intent LittleCMS does not either.
            intent = ImageCms.Intent.SATURATION if image.mode == 'CMYK' else ImageCms.Intent.PERCEPTUAL
            image = ImageCms.profileToProfile(image, source, SRGB, intent, outputMode='RGB')
        except (OSError, ImageCms.PyCMSError):
            pass  # a broken profile
    image = image.convert('RGB')
    if alpha is not None:
        white = Image.new('RGB', image.size, (255, 255, 255))
        white.paste(image, mask=alpha)
        image = white
    return image


def fit(name, source, width, height):
    """Resize and CenterCrop of torchvision with Pillow's Lanczos filter, once in 8 bits and once in floating point."""
    w, h = source.size
    scaled = (int(height * w / h), height) if w / h >= width / height else (width, int(width * h / w))
    left, top = round((scaled[0] - width) / 2), round((scaled[1] - height) / 2)
    box = (left, top, left + width, top + height)
    source.save(f'resize/{name}-source.png')
    source.resize(scaled, Image.LANCZOS).crop(box).save(f'resize/{name}-8bit.png')
    exact = [np.asarray(band.convert('F').resize(scaled, Image.LANCZOS).crop(box)) for band in source.split()]
    np.stack(exact).clip(0, 255).astype('<f4').tofile(f'resize/{name}.f32')  # (3, height, width)
    return f'{name} {w} {h} {width} {height} {scaled[0]} {scaled[1]} {left} {top}\n'


def main():
    for folder in ('pictures', 'expected', 'resize'):
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)
    for name, data in samples().items():
        with open(f'pictures/{name}', 'wb') as file:
            file.write(data)
        if not name.startswith('orientation'):
            read(data).save(f'expected/{name}.png')
    Image.fromarray(scene()[0]).save('expected/upright.png')
    y, x = np.mgrid[0:120, 0:151].astype(float)
    photo = np.stack([128 + 90 * np.sin(x * x / 900) * np.cos(y / 9), 128 + 90 * np.sin(x * y / 700),
                      40 + 170 * ((x // 5 + y // 7) % 2)], -1)
    photo = Image.fromarray(photo.round().astype(np.uint8))
    smooth = photo.resize((90, 72), Image.BOX)
    with open('resize/cases.txt', 'w') as cases:
        cases.write(fit('reduce', photo, 32, 32))
        cases.write(fit('reduce-slightly', smooth.crop((0, 0, 72, 60)), 48, 48))
        cases.write(fit('wide-to-tall', smooth, 24, 40))
        cases.write(fit('tall-to-wide', smooth.transpose(Image.Transpose.ROTATE_90), 40, 24))
        cases.write(fit('enlarge', smooth.crop((0, 0, 17, 23)), 30, 30))
        cases.write(fit('enlarge-and-cut', smooth.crop((0, 0, 40, 11)), 40, 24))
        cases.write(fit('odd-surplus', smooth.crop((0, 0, 63, 40)), 40, 40))
        cases.write(fit('same-size', smooth.crop((3, 5, 35, 29)), 32, 24))


main()
